import { ERROR_CODES, EXIT, type ErrorCode } from '../core/errors.ts'
import type { DrillRecord, RestoreRecord, VerificationRecord } from '../core/record.ts'

/** A record that judges a copy. */
export type Judgement = VerificationRecord | DrillRecord | RestoreRecord

/** What the records so far say of one copy. */
export interface CopyJudgement {
  /** The newest record that found it bad and that no later one overruled; a verification only where nothing else did. */
  readonly bad?: Judgement
  /** The newest drill that proved it, when it was not found bad since. */
  readonly proof?: DrillRecord
}

/** What a copy is worth after one more record: the newest verdict wins, but only a proof what a drill or a restore found. */
export function judgeCopy(before: CopyJudgement, record: Judgement): CopyJudgement {
  const verdict = verdictOf(record)
  if (verdict === 'none') return before
  // Reading the bytes again says nothing about what was found in them.
  const foundInUse = before.bad !== undefined && before.bad.kind !== 'verification'
  if (verdict === 'bad') return foundInUse && record.kind === 'verification' ? before : { bad: record }
  if (record.kind === 'drill' && record.proven) return { proof: record }
  return foundInUse || record.kind === 'restore' ? before : withoutBad(before)
}

function withoutBad({ proof }: CopyJudgement): CopyJudgement {
  return proof === undefined ? {} : { proof }
}

/**
 * Failures that say nothing about the copy: a comparison that notices nothing, and what may be the destination's doing. A fingerprint
 * that is broken in the copy itself, a verification and a drill find too.
 */
const SAYS_NOTHING: Readonly<Record<Judgement['kind'], ReadonlySet<string>>> = {
  verification: new Set(),
  drill: new Set(['drill-invalid']),
  restore: new Set(['content-different', 'fingerprint-malformed', 'load-failed']),
}

/** What a record says of the copy that it looked at. */
export function verdictOf({ kind, error }: Judgement): 'good' | 'bad' | 'none' {
  if (error === undefined) return 'good'
  const exitCode = error.code in ERROR_CODES ? ERROR_CODES[error.code as ErrorCode] : EXIT.unexpected
  if (exitCode === EXIT.breached) return 'good'
  return exitCode === EXIT.bad && !SAYS_NOTHING[kind].has(error.code) ? 'bad' : 'none'
}
