import { ERROR_CODES, EXIT, worstExitCode, type ErrorCode, type ExitCode } from '../../../src/core/errors.ts'
import { CODE_MEANINGS } from './code-meanings.ts'

const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: 'done; what was measured met its objectives',
  unexpected: 'unexpected error',
  usage: 'bad usage or configuration',
  partial: 'partly done: some targets failed',
  bad: 'verification, drill or restore failed: the copy is bad',
  breached: 'objective breached or finding open: the copy is good, but late, slow or at risk',
  refused: 'refused by a guard; nothing was changed',
  couldNotRun: 'could not run: a program, server, key, permission or space is missing',
  undelivered: 'done, but its record was not delivered',
  cancelled: 'cancelled by a signal',
}

/** `docs/exit-codes.md`: every exit code, and every error code with the exit code it leads to. */
export function exitCodesDocument(): string {
  return `# Exit codes

Generated from \`src/core/errors.ts\` by \`npm run generate\`: do not edit.

| exit | meaning |
|---|---|
${exitRows().join('\n')}

When several apply (several targets in one command), the first of ${precedence().join(', ')} wins.

## Error codes

An error is printed as \`error: what happened [code]\`, then \`why\` and \`fix\` where they are known. Codes are stable; the words around
them are not. \`--json\` gives the same as \`error.code\`, \`error.what\`, \`error.why\`, \`error.fix\`, and a failed run's record holds
the code as \`error.code\`.

| code | exit | meaning |
|---|---|---|
${codeRows().join('\n')}
`
}

function exitRows(): readonly string[] {
  const names = Object.keys(EXIT) as (keyof typeof EXIT)[]
  return names.map((name) => `| ${EXIT[name]} | ${EXIT_MEANINGS[name]} |`)
}

function precedence(): readonly ExitCode[] {
  const codes = Object.values(EXIT).filter((code) => code !== EXIT.done)
  return codes.toSorted((a, b) => (worstExitCode([a, b]) === a ? -1 : 1))
}

function codeRows(): readonly string[] {
  const codes = Object.entries(ERROR_CODES) as [ErrorCode, ExitCode][]
  return codes.map(([code, exit]) => `| \`${code}\` | ${exit} | ${CODE_MEANINGS[code]} |`)
}
