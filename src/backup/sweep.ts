import type { Context } from '../core/context.ts'
import { idTime } from '../core/identifiers.ts'
import { KEYS } from '../core/manifest.ts'
import type { StoreAdmin, StoreReader } from '../core/store.ts'
import { listBackups } from './catalog.ts'
import { findPruned } from './find-pruned.ts'
import { isExpired, readLeases } from './lease.ts'
import { readMarker, type StartedMarker } from './started-marker.ts'

/**
 * How long after a backup's deadline its volumes stay. A backup writes no manifest after the deadline, but the write that it began
 * just before may still be on its way.
 */
const GRACE_MS = 60 * 60 * 1000

/** Data without a marker and a manifest is no run's that could still be at work when it is older than this. */
const ORPHAN_AGE_MS = 7 * 24 * 60 * 60 * 1000

export interface StoreSweep {
  readonly target: string
  readonly store: StoreAdmin
  readonly context: Pick<Context, 'reporter' | 'signal'>
}

/**
 * Removes what killed backups of a target left in a store: volumes and unfinished uploads of those past their deadline by the store's
 * clock, and markers that are of no use any more. Nothing that a manifest names is touched; data that nothing explains is reported
 * and left. Returns one sentence for each removal; running it again after an interruption completes it.
 */
export async function sweepStore(sweep: StoreSweep): Promise<readonly string[]> {
  const { target, store } = sweep
  const now = await store.now()
  const removed: string[] = []
  for await (const { key } of store.list(KEYS.startedAll(target))) {
    sweep.context.signal.throwIfAborted()
    const marker = await readMarker(store, key)
    if (marker === undefined)
      warn(sweep, `${key} in store ${store.name} is no marker of a started backup; it was left`)
    else removed.push(...(await sweepStarted(sweep, marker, now)))
  }
  removed.push(...(await removeUnfinishedWrites(sweep, now)))
  removed.push(...(await sweepOrphans(sweep, now)))
  removed.push(...(await sweepLeases(sweep, now)))
  return removed
}

async function sweepStarted(sweep: StoreSweep, marker: StartedMarker, now: Date): Promise<readonly string[]> {
  const { store } = sweep
  const { target, id } = marker
  const key = KEYS.started(target, id)
  if (await hasManifest(store, marker)) {
    await store.remove(key)
    return [`the marker of the finished backup ${id} of ${target} in store ${store.name}`]
  }
  if (now.getTime() <= Date.parse(marker.deadlineAt) + GRACE_MS) {
    const message = `the backup ${id} of ${target}, begun on ${marker.host}, may still be at work; it was left until an hour after ${marker.deadlineAt}`
    sweep.context.reporter.report({ event: 'notice', message })
    return []
  }
  const removed = await removeData(sweep, marker, now)
  // Last, so that an interrupted sweep is taken up again.
  await store.remove(key)
  return [
    `${removed} stored objects of the unfinished backup ${id} of ${target} in store ${store.name}, begun on ${marker.host} at ${marker.startedAt}`,
  ]
}

type BackupName = Pick<StartedMarker, 'target' | 'id'>

async function removeData(sweep: StoreSweep, marker: BackupName, now: Date): Promise<number> {
  const { store, context } = sweep
  const folder = KEYS.data(marker.target, marker.id)
  let removed = (await store.abortUploads(folder, now)).length
  for (const key of await keysBelow(store, folder)) {
    context.signal.throwIfAborted()
    // Asked each time, because what a manifest names must never go.
    if (await hasManifest(store, marker)) {
      warn(
        sweep,
        `the backup ${marker.id} of ${marker.target} was completed after its deadline; verify it now`,
      )
      return removed
    }
    await store.remove(key)
    removed += 1
  }
  return removed
}

/** Small objects are written in moments, so that one begun before the grace is nobody's any more. */
async function removeUnfinishedWrites({ target, store }: StoreSweep, now: Date): Promise<readonly string[]> {
  const startedBefore = new Date(now.getTime() - GRACE_MS)
  const prefixes = [
    KEYS.startedAll(target),
    KEYS.manifests(target),
    KEYS.slots(target),
    KEYS.leasesAll(target),
    KEYS.records(),
  ]
  const removed: string[] = []
  for (const prefix of prefixes) removed.push(...(await store.abortUploads(prefix, startedBefore)))
  return removed.map((key) => `the unfinished write of ${key} in store ${store.name}`)
}

async function hasManifest(store: StoreReader, { target, id }: BackupName): Promise<boolean> {
  return (await store.head(KEYS.manifest(target, id))) !== undefined
}

/** Listed whole before the first removal, which could disturb a listing. */
async function keysBelow(store: StoreReader, folder: string): Promise<readonly string[]> {
  const keys: string[] = []
  for await (const { key } of store.list(folder)) keys.push(key)
  return keys
}

/** Removes the data of backups that prune was removing when it was killed; names, and leaves, what nothing explains. */
async function sweepOrphans(sweep: StoreSweep, now: Date): Promise<readonly string[]> {
  const { target, store } = sweep
  const removed: string[] = []
  for (const id of await orphans(sweep)) {
    const at = idTime(id)
    const pruned =
      at === undefined
        ? undefined
        : await findPruned({ store }, { target, id }, await listBackups(store, target))
    if (pruned !== undefined) {
      const count = await removeData(sweep, { target, id }, now)
      removed.push(
        `${count} stored objects of backup ${id} of ${target} in store ${store.name}, which prune ${pruned.record} was removing`,
      )
    } else if (at === undefined || now.getTime() - at.getTime() > ORPHAN_AGE_MS) {
      warn(sweep, `${KEYS.data(target, id)} in store ${store.name} belongs to no backup; it was left`)
    }
  }
  return removed
}

async function sweepLeases(sweep: StoreSweep, now: Date): Promise<readonly string[]> {
  const { target, store } = sweep
  const removed: string[] = []
  for (const lease of await readLeases(store, KEYS.leasesAll(target))) {
    if (lease.expiresAt === undefined)
      warn(sweep, `${lease.key} in store ${store.name} is no lease; it was left`)
    if (!isExpired(lease, now)) continue
    await store.remove(lease.key)
    removed.push(`the expired lease ${lease.key} in store ${store.name}`)
  }
  return removed
}

/** Names of folders of data that have neither a manifest nor a marker. */
async function orphans({ target, store }: StoreSweep): Promise<readonly string[]> {
  const known = new Set<string>()
  for (const prefix of [KEYS.manifests(target), KEYS.startedAll(target)]) {
    for await (const { key } of store.list(prefix)) known.add(key.slice(prefix.length, -'.json'.length))
  }
  const names: string[] = []
  for await (const id of store.listFolders(KEYS.dataAll(target))) if (!known.has(id)) names.push(id)
  return names
}

function warn({ context }: StoreSweep, message: string): void {
  context.reporter.report({ event: 'warning', message })
}
