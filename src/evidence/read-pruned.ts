import type { PruneRecord } from '../core/record.ts'
import type { AnchorSources } from './anchors.ts'
import { readRecords, type RecordSearch } from './read-records.ts'

/** A backup that was removed on purpose. */
export interface PrunedBackup {
  readonly id: string
  readonly manifestSha256: string
  /** Of the store that it was removed from. */
  readonly store: string
  /** The prune record that says so. */
  readonly record: string
  readonly at: string
  readonly reasons: readonly string[]
}

/** Prune records read at most where only the newest are asked for. */
const MOST_READ = 200

/** The last time there is. */
const EVER = new Date(8.64e15)

/** What prune removed of a target since a time, by backup; newest records win. Records that cannot be trusted excuse nothing. */
export async function readPruned(
  sources: AnchorSources,
  search: Pick<RecordSearch, 'target' | 'since' | 'complete'>,
): Promise<ReadonlyMap<string, PrunedBackup>> {
  const newest = search.complete === true ? {} : { newest: MOST_READ }
  const all = { ...sources, ...search, ...newest, until: EVER, warn: () => undefined }
  const records = await readRecords(all, ['prune'])
  return prunedBy(records, sources.store.name)
}

/** What these records say was removed from a store. */
export function prunedBy(records: readonly PruneRecord[], store: string): ReadonlyMap<string, PrunedBackup> {
  const pruned = new Map<string, PrunedBackup>()
  for (const record of records.filter((each) => each.store === store).toSorted(byEnd)) {
    // A run that was killed has left what it was about to do, and nothing that says otherwise.
    const gone = record.applied ? 'removed' : 'planned'
    // What is kept was there, whatever a run before meant to remove.
    for (const { id } of record.kept) pruned.delete(id)
    for (const { result, ...dropped } of record.dropped) {
      if (result !== gone) pruned.delete(dropped.id)
      else pruned.set(dropped.id, { ...dropped, store, record: record.id, at: record.finishedAt })
    }
  }
  return pruned
}

function byEnd(a: PruneRecord, b: PruneRecord): number {
  return Date.parse(a.finishedAt) - Date.parse(b.finishedAt) || Number(a.applied) - Number(b.applied)
}
