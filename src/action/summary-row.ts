import { ERROR_CODES, EXIT, type ErrorCode } from '../core/errors.ts'
import type { EvidenceRecord, Verdict } from '../core/record.ts'
import { bytes, duration, plural, seconds } from '../cli/output/lines.ts'
import { plainText } from './markdown.ts'

/** The columns that a record may fill; those that none fills are left out. */
export const COLUMNS = [
  'target',
  'result',
  'backup',
  'data of',
  'size',
  'grade',
  'RTO',
  'RPO',
  'into',
  'claimed',
  'proven',
  'kept',
  'dropped',
  'took',
]

/** What a record says, in a line of the summary. */
export function summaryRow(record: EvidenceRecord, rpo: Rpo | undefined): Readonly<Record<string, string>> {
  const { target, durationMs } = record
  return {
    target: plainText(target),
    result: resultOf(record),
    ...columnsOf(record),
    ...(rpo === undefined ? {} : { RPO: verdictCell(rpo.verdict, rpo.actualMs, rpo.objectiveMs) }),
    took: duration(durationMs),
  }
}

/** What `backup` says about the exposure that a backup ended. */
export interface Rpo {
  readonly verdict: Verdict
  readonly actualMs?: number
  readonly objectiveMs?: number
}

function columnsOf(record: EvidenceRecord): Readonly<Record<string, string>> {
  const backup = 'backup' in record && record.backup !== undefined ? { backup: record.backup.id } : {}
  if (record.kind === 'backup') {
    const { consistency, storedBytes } = record
    const at = consistency === undefined ? {} : { 'data of': seconds(consistency.fromAt) }
    return { ...backup, ...at, ...(storedBytes === undefined ? {} : { size: bytes(storedBytes) }) }
  }
  if (record.kind === 'verification') return { ...backup, ...gradeCell(record.grade) }
  if (record.kind === 'restore') {
    const into = record.destination?.address
    return { ...backup, ...(into === undefined ? {} : { into: plainText(into) }) }
  }
  if (record.kind === 'check') return { claimed: ageCell(record.claimed), proven: ageCell(record.proven) }
  if (record.kind === 'prune')
    return { kept: String(record.kept.length), dropped: String(record.dropped.length) }
  if (record.kind === 'groupDrill')
    return { RTO: verdictCell(record.verdicts.rto, record.rta?.measuredMs, record.rta?.objectiveMs) }
  if (record.kind !== 'drill') return backup
  const { consistency, rta, rpa, verdicts, grade } = record
  return {
    ...backup,
    ...(consistency === undefined ? {} : { 'data of': seconds(consistency.fromAt) }),
    ...gradeCell(grade),
    RTO: verdictCell(verdicts.rto, rta?.measuredMs, rta?.objectiveMs),
    RPO: verdictCell(verdicts.rpo, rpa?.ageMs, rpa?.objectiveMs),
  }
}

function ageCell(point: { readonly ageMs: number } | undefined): string {
  return point === undefined ? 'none' : `${duration(point.ageMs)} old`
}

function gradeCell(grade: number | undefined): Readonly<Record<string, string>> {
  return grade === undefined ? {} : { grade: String(grade) }
}

const OUTCOMES = {
  succeeded: '✅',
  failed: '❌ failed',
  couldNotRun: '❌ could not run',
  cancelled: '⏹️ cancelled',
} as const

const DONE_WORDS: Readonly<Record<EvidenceRecord['kind'], string>> = {
  backup: 'taken',
  verification: 'verified',
  drill: 'drilled, not proven',
  restore: 'restored',
  policy: 'recorded',
  check: 'healthy',
  prune: 'pruned',
  groupBackup: 'taken together',
  groupDrill: 'drilled together, not proven',
}

/** Late or at risk is not bad: the copy can be used. */
const AT_RISK: ReadonlySet<string | undefined> = new Set([
  'objective-breached',
  'finding-open',
  'source-not-restarted',
])

function resultOf(record: EvidenceRecord): string {
  const code = record.error?.code
  const shownCode = code === undefined ? '' : ` \`${code}\``
  if (record.kind === 'check' && record.findings.length > 0)
    return `⚠️ ${plural(record.findings.length, 'finding')}`
  if (AT_RISK.has(code)) return `⚠️ ${doneWord(record)}${shownCode}`
  if (code !== undefined && code in ERROR_CODES && ERROR_CODES[code as ErrorCode] === EXIT.refused)
    return `⛔ refused${shownCode}`
  return record.outcome === 'succeeded'
    ? `${OUTCOMES.succeeded} ${doneWord(record)}`
    : `${OUTCOMES[record.outcome]}${shownCode}`
}

function doneWord(record: EvidenceRecord): string {
  if (record.kind === 'drill' && record.proven) return 'proven'
  if (record.kind === 'groupDrill' && record.proven) return 'proven together'
  if (record.kind === 'prune' && !record.applied) return 'planned only'
  return DONE_WORDS[record.kind]
}

const VERDICTS: Readonly<Record<Verdict, string>> = {
  met: '✅',
  breached: '⚠️ breached:',
  notMeasured: 'not measured',
  notComparable: 'not comparable',
}

function verdictCell(verdict: Verdict, actual: number | undefined, objective: number | undefined): string {
  if (actual === undefined) return VERDICTS[verdict]
  if (objective === undefined) return `${duration(actual)} (no objective set)`
  return `${VERDICTS[verdict]} ${duration(actual)} (objective ${duration(objective)})`
}
