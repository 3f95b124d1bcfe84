import prettyBytes from 'pretty-bytes'
import prettyMs from 'pretty-ms'
import { getBorderCharacters, table } from 'table'
import { escapeControlCharacters } from '../../core/control-characters.ts'
import { isUnwritten } from '../../evidence/undelivered-record.ts'
import type { EvidenceRecord, Verdict } from '../../core/record.ts'

const LABEL_WIDTH = 13

/** `  label        text`, the one form of detail lines; names from databases show nothing else than what they are. */
export function line(label: string, text: string): string {
  return `  ${label.padEnd(LABEL_WIDTH)}${escapeControlCharacters(text)}`
}

/** A borderless table with a head; a cell may have several lines. */
export function columns(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map(escapeWithinLines))
  const text = table([head.map((title) => title.toUpperCase()), ...cells], {
    border: getBorderCharacters('void'),
    columnDefault: { paddingLeft: 0, paddingRight: 2 },
    drawHorizontalLine: () => false,
  })
  return text
    .split('\n')
    .map((row) => row.trimEnd())
    .join('\n')
    .trimEnd()
}

function escapeWithinLines(cell: string): string {
  return cell.split('\n').map(escapeControlCharacters).join('\n')
}

/** `1 backup`, `2 backups`. */
export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

export function bytes(count: number): string {
  return prettyBytes(count)
}

export function duration(ms: number): string {
  return prettyMs(ms, { secondsDecimalDigits: 1 })
}

export function seconds(time: string): string {
  return time.replace(/\.\d+Z$/, 'Z')
}

/** `met: 12.3s of 15m`; an actual and an objective are always told apart. */
export function verdictText(
  verdict: Verdict,
  actualMs: number | undefined,
  objectiveMs: number | undefined,
): string {
  if (actualMs === undefined) return VERDICT_WORDS[verdict]
  const actual = `actual ${duration(actualMs)}`
  const objective = objectiveMs === undefined ? 'no objective set' : `objective ${duration(objectiveMs)}`
  return `${VERDICT_WORDS[verdict]} (${actual}, ${objective})`
}

export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  met: 'met',
  breached: 'BREACHED',
  notMeasured: 'not measured',
  notComparable: 'not comparable',
}

/** The lines that every record ends with; its error was told in full when the run ended. */
export function recordLines(record: EvidenceRecord): readonly string[] {
  const phases = record.phases.map(({ name, durationMs }) => `${name} ${duration(durationMs)}`).join(', ')
  return [
    ...(phases === '' ? [] : [line('phases', phases)]),
    ...record.limitations.map((text) => line('limitation', text)),
    line('record', isUnwritten(record) ? 'NOT WRITTEN' : record.id),
  ]
}
