import type { ExitCode } from '../core/errors.ts'
import type { EvidenceRecord, Verdict } from '../core/record.ts'
import type { Attached } from './attach.ts'
import type { Reading } from './read-result.ts'
import type { Report } from './write-report.ts'

/** The outputs of action.yml; a test compares them. */
export const OUTPUT_NAMES = [
  'exit-code',
  'verdict',
  'grade',
  'succeeded',
  'failed',
  'backup-ids',
  'record-paths',
  'report-path',
  'result',
  'commit',
  'artifact-id',
] as const

type Outputs = Readonly<Record<(typeof OUTPUT_NAMES)[number], string>>

type ReportOutputs = Pick<Outputs, 'record-paths' | 'report-path' | 'artifact-id'>

/** Outputs of a job are dropped above 1 MiB together. */
const LARGEST_RESULT = 256 * 1024

export interface Delivered {
  readonly exitCode: ExitCode
  readonly result: { readonly commit?: unknown }
  readonly reading: Reading
}

/** What later steps may use; the empty string where there is nothing to say. */
export function outputsOf({ exitCode, result, reading }: Delivered): Omit<Outputs, keyof ReportOutputs> {
  const text = JSON.stringify(result)
  return {
    'exit-code': String(exitCode),
    verdict: worstVerdict(reading) ?? '',
    grade: lowestGrade(reading.records),
    succeeded: String(reading.succeeded),
    failed: String(reading.failed),
    'backup-ids': JSON.stringify(backupIds(reading.records)),
    result: Buffer.byteLength(text) > LARGEST_RESULT ? '' : text,
    commit: typeof result.commit === 'string' ? result.commit : '',
  }
}

/** Where the report is: nothing where it could not be written or attached. */
export function reportOutputsOf(report: Report | undefined, attached: Attached | undefined): ReportOutputs {
  return {
    'record-paths': JSON.stringify(report?.recordPaths ?? []),
    'report-path': report?.folder ?? '',
    'artifact-id': String(attached?.id ?? ''),
  }
}

const WORST_FIRST: readonly Verdict[] = ['breached', 'notComparable', 'notMeasured', 'met']

/** Nothing that failed is ever met. */
function worstVerdict({ verdicts, failed }: Reading): Verdict | undefined {
  const worst = WORST_FIRST.find((verdict) => verdicts.includes(verdict))
  return worst === 'met' && failed > 0 ? 'notMeasured' : worst
}

/** Of what was verified or drilled; empty when one of them has none. */
function lowestGrade(records: readonly EvidenceRecord[]): string {
  const graded = records.filter((record) => record.kind === 'drill' || record.kind === 'verification')
  const grades = graded.map(({ grade }) => grade)
  if (grades.length === 0 || grades.includes(undefined)) return ''
  return String(Math.min(...grades.map((grade) => grade ?? 0)))
}

function backupIds(records: readonly EvidenceRecord[]): readonly string[] {
  const ids = records.flatMap((record) =>
    'backup' in record && record.backup !== undefined ? [record.backup.id] : [],
  )
  return [...new Set(ids)]
}
