import { ERROR_CODES, EXIT, type ErrorCode } from '../core/errors.ts'
import type { DrillRecord, RecordBase, VerificationRecord } from '../core/record.ts'

/** A record that judges a copy. */
type Judgement = VerificationRecord | DrillRecord

/** What the records so far say of one copy. */
export interface CopyJudgement {
  /** The newest record that found it bad and that no later one overruled; a drill rather than a verification. */
  readonly bad?: Judgement
  /** The newest drill that proved it, when it was not found bad since. */
  readonly proof?: DrillRecord
}

/** What a copy is worth after one more record: the newest verdict wins, but only a proof what a drill found. */
export function judgeCopy(before: CopyJudgement, record: Judgement): CopyJudgement {
  const verdict = verdictOf(record)
  if (verdict === 'none') return before
  // Reading the bytes again says nothing about what a drill found in them.
  const foundByDrill = before.bad?.kind === 'drill'
  if (verdict === 'bad') return foundByDrill && record.kind === 'verification' ? before : { bad: record }
  if (record.kind === 'drill' && record.proven) return { proof: record }
  return foundByDrill ? before : withoutBad(before)
}

function withoutBad({ proof }: CopyJudgement): CopyJudgement {
  return proof === undefined ? {} : { proof }
}

/** What a record says of the copy that it looked at. */
export function verdictOf({ error }: RecordBase): 'good' | 'bad' | 'none' {
  if (error === undefined) return 'good'
  const exitCode = error.code in ERROR_CODES ? ERROR_CODES[error.code as ErrorCode] : EXIT.unexpected
  if (exitCode === EXIT.breached) return 'good'
  // A comparison that notices nothing says nothing about the copy.
  return exitCode === EXIT.bad && error.code !== 'drill-invalid' ? 'bad' : 'none'
}
