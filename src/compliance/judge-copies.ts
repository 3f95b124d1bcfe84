import { judgeCopy, verdictOf, type CopyJudgement, type Judgement } from './judge-copy.ts'
import { isId } from '../core/identifiers.ts'

/**
 * What verifications, drills and restores, oldest first, say of each backup: the newest verdict wins. What an increment's files say of the
 * backup that they lie in counts for that one too, until either of them is found good again; it takes back nothing that was said
 * of that one itself.
 */
export function judgeCopies(judgements: readonly Judgement[]): ReadonlyMap<string, CopyJudgement> {
  const copies = new Map<string, Copy>()
  const copyOf = (id: string): Copy => {
    const copy = copies.get(id) ?? { own: {}, inherited: new Map<string, CopyJudgement>() }
    copies.set(id, copy)
    return copy
  }
  for (const record of judgements) {
    if (record.backup === undefined) continue
    const { id } = record.backup
    const copy = copyOf(id)
    copy.own = judgeCopy(copy.own, record)
    if (verdictOf(record) === 'bad') {
      for (const owner of ownersOf(record)) inherit(copyOf(owner), id, record)
    } else {
      for (const by of copy.inherited.keys()) inherit(copy, by, record)
      for (const other of copies.values()) if (other.inherited.has(id)) inherit(other, id, record)
    }
  }
  return new Map([...copies].map(([id, copy]) => [id, joined(copy)]))
}

interface Copy {
  own: CopyJudgement
  /** What was said of its files, by the increment whose records say it. */
  readonly inherited: Map<string, CopyJudgement>
}

function inherit({ inherited }: Copy, by: string, record: Judgement): void {
  inherited.set(by, judgeCopy(inherited.get(by) ?? {}, record))
}

/** A proof of an increment proves no other backup. */
function joined({ own, inherited }: Copy): CopyJudgement {
  const bad = own.bad ?? [...inherited.values()].findLast((judged) => judged.bad !== undefined)?.bad
  return bad === undefined ? own : { bad }
}

/** Other backups of the target whose files a record found bad. */
function ownersOf({ target, backup, error, ...record }: Judgement): ReadonlySet<string> {
  const checks = 'checks' in record ? record.checks : []
  const failed = checks.filter(({ result }) => result === 'failed').map(({ name }) => name)
  const keys = [error?.message ?? '', ...failed].flatMap((text) => [...text.matchAll(DATA_KEY)])
  const owners = keys.flatMap(([, of, id]) => (of === target && id !== undefined ? [id] : []))
  // Of a tree with more bad files than are named, the check of the tree as a whole tells.
  const trees = failed.flatMap((name) => name.split(' of ').slice(1).filter(isId))
  return new Set([...owners, ...trees].filter((id) => id !== backup?.id))
}

const DATA_KEY = /\bdata\/([^/\s]+)\/([^/\s]+)\//g
