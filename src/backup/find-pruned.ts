import { idTime } from '../core/identifiers.ts'
import type { AnchorSources } from '../evidence/anchors.ts'
import { readPruned, type PrunedBackup } from '../evidence/read-pruned.ts'
import type { CatalogEntry } from './catalog.ts'

export interface Vouched {
  readonly target: string
  readonly id: string
  /** As its record says; absent where that is not asked. */
  readonly manifestSha256?: string | undefined
}

/**
 * The prune record's word on a backup whose manifest is gone, undefined when it was not removed on purpose. Prune always leaves a
 * newer backup, so that where none is listed its record excuses nothing: it may be forged.
 */
export async function findPruned(
  sources: AnchorSources,
  { target, id, manifestSha256 }: Vouched,
  entries: readonly CatalogEntry[],
): Promise<PrunedBackup | undefined> {
  const at = idTime(id)
  if (at === undefined || !entries.some((entry) => entry.at >= at)) return undefined
  const pruned = (await readPruned(sources, { target, since: at, complete: true })).get(id)
  return manifestSha256 === undefined || pruned?.manifestSha256 === manifestSha256 ? pruned : undefined
}
