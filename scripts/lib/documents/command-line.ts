import type { Verb } from '../../../src/cli/verb.ts'
import { verbs } from '../../../src/cli/verbs.ts'

const COMMON = [
  ['-c, --config <file>', 'the configuration (default: `lifeboat.yaml` here, or `LIFEBOAT_CONFIG`)'],
  ['--json', 'print events and the result as JSON, one per line'],
  ['-h, --help', 'print what the verb does, its options and examples'],
] as const

/** `docs/command-line.md`: every verb with its arguments, options and examples. */
export function commandLineDocument(): string {
  return `# Command line

Generated from \`src/cli/verbs\` by \`npm run generate\`: do not edit.

\`lifeboat VERB [ARGUMENT…] [OPTION…]\`. The result goes to standard output; progress, plans, warnings and errors go to standard
error. On a terminal a moving line shows phase, bytes, rate and time left; elsewhere only warnings and errors are printed. What the
command ends with is in [exit-codes.md](exit-codes.md), what it reads in [configuration.md](configuration.md).

Every verb takes:

${optionTable(COMMON)}

A backup is named by \`latest\`, its id (\`20261121T021700Z-3fk9\`), its manifest's key, or a time, which means the newest backup of
that time or before: \`2024-01-15-14-30-00\` (UTC) or RFC 3339 (\`2024-01-15T14:30:00Z\`). Where a record says that a newer one was
there and its manifest is gone, \`latest\` and times stop with \`manifest-absent\`; an older backup is then used only by its id.

With \`--json\`, each line is an object with \`event\`: \`phase\`, \`progress\`, \`notice\`, \`warning\`, \`failure\`, and one \`result\` as the
last line, with \`verb\`, \`exitCode\` and what the verb has to say, or \`error\`.

${verbs.map(section).join('\n\n')}
`
}

function section({ name, summary, arguments: given = [], options = [], examples }: Verb): string {
  const usage = ['lifeboat', name, ...given.map(({ notation }) => notation), '[options]'].join(' ')
  const rows = options.map(({ flags, description, default: standard, choices }): [string, string] => [
    flags,
    description +
      (choices === undefined ? '' : ` (${choices.join(', ')})`) +
      (standard === undefined ? '' : ` (default: ${String(standard)})`),
  ])
  return [
    `## ${name}`,
    `${capital(summary)}.`,
    `\`${usage}\``,
    ...(given.length === 0
      ? []
      : [given.map(({ notation, description }) => `- \`${notation}\`: ${description}`).join('\n')]),
    ...(rows.length === 0 ? [] : [optionTable(rows)]),
    ['```', ...examples.map(([command, meaning]) => `${command}    # ${meaning}`), '```'].join('\n'),
  ].join('\n\n')
}

function optionTable(rows: readonly (readonly [string, string])[]): string {
  return [
    '| option | meaning |',
    '|---|---|',
    ...rows.map(([flags, meaning]) => `| \`${flags}\` | ${meaning} |`),
  ].join('\n')
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
