import { ERROR_CODES, EXIT, type ErrorCode } from '../core/errors.ts'
import type { DrillRecord } from '../core/record.ts'
import type { Judgement } from '../evidence/read-judgements.ts'

/** What the records say of one copy. */
export interface CopyJudgement {
  /** The newest record that found it bad and that no later one overruled. */
  readonly bad?: Judgement
  /** The newest drill that proved it, when it was not found bad since. */
  readonly proof?: DrillRecord
}

/** What verifications and drills, oldest first, say of each backup: the newest verdict wins. */
export function judgeCopies(judgements: readonly Judgement[]): ReadonlyMap<string, CopyJudgement> {
  const copies = new Map<string, CopyJudgement>()
  for (const record of judgements) {
    if (record.backup === undefined) continue
    const { id } = record.backup
    copies.set(id, judge(copies.get(id) ?? {}, record))
  }
  return copies
}

function judge(before: CopyJudgement, record: Judgement): CopyJudgement {
  const verdict = verdictOf(record)
  if (verdict === 'none') return before
  if (verdict === 'bad') return { bad: record }
  if (record.kind === 'drill' && record.proven) return { proof: record }
  // Reading the bytes again says nothing against what a drill found in them.
  return before.bad?.kind === 'drill' && record.kind === 'verification' ? before : withoutBad(before)
}

function withoutBad({ proof }: CopyJudgement): CopyJudgement {
  return proof === undefined ? {} : { proof }
}

function verdictOf({ error }: Judgement): 'good' | 'bad' | 'none' {
  if (error === undefined) return 'good'
  const exitCode = error.code in ERROR_CODES ? ERROR_CODES[error.code as ErrorCode] : EXIT.unexpected
  if (exitCode === EXIT.breached) return 'good'
  // A comparison that notices nothing says nothing about the copy.
  return exitCode === EXIT.bad && error.code !== 'drill-invalid' ? 'bad' : 'none'
}
