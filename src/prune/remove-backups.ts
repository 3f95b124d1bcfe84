import { describeLease, liveLeases } from '../backup/lease.ts'
import type { PruneRecord } from '../core/record.ts'
import { KEYS } from '../core/manifest.ts'
import type { StoreAdmin } from '../core/store.ts'
import type { RunLog } from '../evidence/run-log.ts'

const REMOVALS_AT_ONCE = 8

export interface Removal {
  readonly id: string
  /** What it is based on. */
  readonly bases: readonly string[]
  /** What became of it so far. */
  result: PruneRecord['dropped'][number]['result']
}

export interface RemovalPlace {
  readonly store: StoreAdmin
  readonly target: string
  readonly signal: AbortSignal
  readonly log: Pick<RunLog, 'limitation'>
}

/**
 * Removes these backups one by one, each one's manifest first: what is interrupted is no backup any more, and sweep removes the
 * rest. Stops at the first failure, which it throws; what became of each is noted in the removal.
 */
export async function removeBackups(removals: readonly Removal[], place: RemovalPlace): Promise<void> {
  const stays = new Set<string>()
  for (const removal of dependentsFirst(removals)) {
    place.signal.throwIfAborted()
    if (stays.has(removal.id) || (await isLeased(place, removal.id))) {
      // Whoever reads it reads these too.
      for (const base of removal.bases) stays.add(base)
      continue
    }
    removal.result = 'failed'
    try {
      await place.store.remove(KEYS.manifest(place.target, removal.id))
      removal.result = 'removed'
    } catch (error) {
      if (await isGone(place, removal.id)) removal.result = 'removed'
      throw error
    }
    await removeData(place, removal.id)
  }
}

/** In the given order, except that nothing goes before what is based on it: an interruption must leave no broken chain. */
function dependentsFirst(removals: readonly Removal[]): readonly Removal[] {
  const ordered = new Set<Removal>()
  const visit = (removal: Removal): void => {
    for (const other of removals) if (other.bases.includes(removal.id)) visit(other)
    ordered.add(removal)
  }
  for (const removal of removals) visit(removal)
  return [...ordered]
}

/** A restore may have begun since the plan was made. */
async function isLeased({ store, target, log }: RemovalPlace, id: string): Promise<boolean> {
  const [lease] = await liveLeases(store, KEYS.leases(target, id), await store.now())
  if (lease !== undefined) log.limitation(`Backup ${id} was not removed: ${describeLease(lease)}.`)
  return lease !== undefined
}

/** The answer to a removal that was done may have been lost on the way. */
async function isGone({ store, target, log }: RemovalPlace, id: string): Promise<boolean> {
  try {
    return (await store.head(KEYS.manifest(target, id))) === undefined
  } catch {
    log.limitation(`Whether the manifest of backup ${id} is gone could not be told.`)
    return true
  }
}

async function removeData({ store, target, log, signal }: RemovalPlace, id: string): Promise<void> {
  const keys: string[] = []
  let removed = 0
  try {
    for await (const { key } of store.list(KEYS.data(target, id))) keys.push(key)
    await severalAtOnce(keys, async (key) => {
      signal.throwIfAborted()
      await store.remove(key)
      removed += 1
    })
    await store.remove(KEYS.started(target, id))
  } catch (error) {
    const left = keys.length === 0 ? 'The' : `${keys.length - removed} of ${keys.length}`
    log.limitation(`${left} stored objects of the removed backup ${id} are still there: lifeboat sweep.`)
    throw error
  }
}

/** What a server wrote by itself may be a million objects. Stops at the first failure, which it throws when all have stopped. */
async function severalAtOnce(keys: readonly string[], step: (key: string) => Promise<void>): Promise<void> {
  const left = keys.values()
  const failures: unknown[] = []
  const work = async (): Promise<void> => {
    for (const key of left) {
      if (failures.length > 0) return
      await step(key).catch((error: unknown) => void failures.push(error))
    }
  }
  await Promise.all(Array.from({ length: REMOVALS_AT_ONCE }, work))
  if (failures.length > 0) throw failures[0]
}
