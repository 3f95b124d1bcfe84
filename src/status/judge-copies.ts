import { judgeCopy, type CopyJudgement } from '../compliance/judge-copy.ts'
import type { Judgement } from '../evidence/read-judgements.ts'

/**
 * What verifications and drills, oldest first, say of each backup: the newest verdict wins. What an increment's files say of the
 * backup that they lie in counts for that one too, until they are found good again.
 */
export function judgeCopies(judgements: readonly Judgement[]): ReadonlyMap<string, CopyJudgement> {
  const copies = new Map<string, CopyJudgement>()
  for (const record of judgements) {
    if (record.backup === undefined) continue
    const { id } = record.backup
    const judged = judgeCopy(copies.get(id) ?? {}, record)
    copies.set(id, judged)
    if (judged.bad === record) {
      for (const owner of ownersOf(record)) copies.set(owner, judgeCopy(copies.get(owner) ?? {}, record))
    } else if (judged.bad === undefined) {
      for (const [other, { bad }] of copies) if (bad?.backup?.id === id) copies.set(other, {})
    }
  }
  return copies
}

/** Other backups of the target whose files a record found bad. */
function ownersOf({ target, backup, error, checks }: Judgement): ReadonlySet<string> {
  const failed = checks.filter(({ result }) => result === 'failed').map(({ name }) => name)
  const keys = [error?.message ?? '', ...failed].flatMap((text) => [...text.matchAll(DATA_KEY)])
  const owners = keys.flatMap(([, of, id]) => (of === target && id !== undefined ? [id] : []))
  return new Set(owners.filter((id) => id !== backup?.id))
}

const DATA_KEY = /\bdata\/([^/\s]+)\/([^/\s]+)\//g
