import { judgeCopy, type CopyJudgement } from '../compliance/judge-copy.ts'
import type { Judgement } from '../evidence/read-judgements.ts'

/** What verifications and drills, oldest first, say of each backup: the newest verdict wins. */
export function judgeCopies(judgements: readonly Judgement[]): ReadonlyMap<string, CopyJudgement> {
  const copies = new Map<string, CopyJudgement>()
  for (const record of judgements) {
    if (record.backup === undefined) continue
    const { id } = record.backup
    copies.set(id, judgeCopy(copies.get(id) ?? {}, record))
  }
  return copies
}
