import type { CheckRecord } from '../../core/record.ts'
import { duration, line, plural, recordLines, verdictText } from './lines.ts'

/** A check record as a person reads it; `backups` is how many the store lists. */
export function describeCheck(record: CheckRecord, backups: number | undefined): string {
  const { target, findings, claimed, proven, verdicts } = record
  const listed = backups === undefined ? '' : `, ${plural(backups, 'backup')}`
  return [
    `${target}: ${record.outcome === 'succeeded' ? headline(findings.length) : 'NOT CHECKED'}${listed}`,
    pointLine('claimed', claimed, verdictText(verdicts.claimed, undefined, undefined)),
    pointLine('proven', proven, verdictText(verdicts.proven, undefined, undefined)),
    ...findings.map(({ code, severity, message }) => line(severity, `${message} [${code}]`)),
    ...recordLines(record),
  ].join('\n')
}

function headline(findings: number): string {
  return findings === 0 ? 'healthy' : plural(findings, 'finding').toUpperCase()
}

function pointLine(
  label: string,
  point: { readonly id: string; readonly ageMs: number } | undefined,
  verdict: string,
): string {
  return line(
    label,
    point === undefined ? `none: ${verdict}` : `${point.id}, ${duration(point.ageMs)} old: ${verdict}`,
  )
}
