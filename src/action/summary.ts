import { EXIT, type ExitCode } from '../core/errors.ts'
import { plural } from '../cli/output/lines.ts'
import { fenced, fitting, plainText, table } from './markdown.ts'
import { headline, type Problem } from './problem.ts'
import type { Heard } from './log.ts'
import type { Reading } from './read-result.ts'
import { COLUMNS, summaryRow, type Rpo } from './summary-row.ts'

/** The platform drops a larger summary than 1 MiB whole; others of the step may add to it. */
export const LARGEST_SUMMARY = 900 * 1024
const LARGEST_PROBLEMS = 200 * 1024
const LARGEST_TABLE = 300 * 1024
const LARGEST_PLAN = 100 * 1024
const LARGEST_TEXT = 250 * 1024

export interface Summarised {
  readonly command: string
  readonly exitCode: ExitCode
  readonly heard: Heard
  readonly reading: Reading
  readonly problems: readonly Problem[]
}

/** The summary of a run in GitHub's Markdown: what came of it first, then what is wrong, then all it said. */
export function summarise(run: Summarised): string {
  const { heard, problems } = run
  return [
    `## Lifeboat ${plainText(run.command)}: ${outcomeWords(run)}`,
    bounded(tableOf(run), LARGEST_TABLE),
    bounded(problems.flatMap(problemLines), LARGEST_PROBLEMS),
    ...(heard.said.length === 0
      ? []
      : [block('Plan', heard.said.join('\n'), { bytes: LARGEST_PLAN, open: true })]),
    ...(heard.text === ''
      ? []
      : [block('Output', heard.text, { bytes: LARGEST_TEXT, open: run.reading.records.length === 0 })]),
  ]
    .filter((part) => part !== '')
    .join('\n\n')
    .concat('\n')
}

function outcomeWords({ exitCode, reading: { succeeded, failed } }: Summarised): string {
  if (exitCode === EXIT.done) return '✅ done'
  if (exitCode === EXIT.cancelled) return '⏹️ cancelled'
  if (exitCode === EXIT.breached) return '⚠️ an objective is breached or a finding is open'
  if (exitCode === EXIT.refused) return '⛔ refused, nothing was changed'
  if (succeeded > 0 && failed > 0) return `❌ ${failed} of ${plural(succeeded + failed, 'target')} failed`
  return `❌ failed (exit code ${exitCode})`
}

function tableOf({ reading, heard }: Summarised): readonly string[] {
  if (reading.records.length === 0) return []
  const rpos = rposOf(heard.result)
  return table(
    COLUMNS,
    reading.records.map((record) => summaryRow(record, rpos.get(record.id))),
  )
}

interface Entry {
  readonly record?: { readonly id: string }
  readonly rpo?: Rpo
}

/** By the record that each belongs to. */
function rposOf({ targets }: Heard['result']): ReadonlyMap<string, Rpo> {
  const entries: readonly Entry[] = Array.isArray(targets) ? (targets as readonly Entry[]) : []
  return new Map(
    entries.flatMap(({ record, rpo }) =>
      record === undefined || rpo === undefined ? [] : [[record.id, rpo]],
    ),
  )
}

function problemLines(problem: Problem): readonly string[] {
  const { level, why, fix } = problem
  return [
    `- ${level === 'error' ? '❌' : '⚠️'} **${plainText(headline(problem))}**`,
    ...(why === undefined ? [] : [`  - why: ${plainText(why)}`]),
    ...(fix === undefined ? [] : [`  - fix: ${plainText(fix)}`]),
  ]
}

function bounded(lines: readonly string[], bytes: number): string {
  const { lines: shown, left } = fitting(lines, bytes)
  return [...shown, ...(left === 0 ? [] : ['', cutWords(left)])].join('\n')
}

interface Block {
  readonly bytes: number
  /** Folded away where a table says what most readers want. */
  readonly open: boolean
}

function block(title: string, text: string, { bytes, open }: Block): string {
  const { lines, left } = fitting(text.split(/\r\n|\r|\n/), bytes)
  const note = left === 0 ? [] : [cutWords(left), '']
  return [
    `<details${open ? ' open' : ''}><summary>${title}</summary>`,
    '',
    ...fenced(lines),
    '',
    ...note,
    '</details>',
  ].join('\n')
}

function cutWords(left: number): string {
  return `_${plural(left, 'more line')} did not fit here: they are in the log and in the artifact of this run._`
}
