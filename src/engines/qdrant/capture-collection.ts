import type { CaptureSink, EngineContext } from '../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import { listCollections, readInfo, readShards, type CollectionInfo, type Shards } from './collections.ts'
import { canonicalText } from './exact-json.ts'
import { indexesOf } from './inventory.ts'
import type { CollectionEntry, SnapshotEntry } from './parts.ts'
import type { Peers } from './peers.ts'
import type { Buckets } from './points/buckets.ts'
import { digestCollection } from './points/digest-collection.ts'
import { statusOf } from './server-error.ts'
import { assertThere, openSnapshot } from './snapshots/download.ts'
import { planSnapshots } from './snapshots/plan-snapshots.ts'
import { takeSnapshot, type TakenSnapshot } from './snapshots/take-snapshot.ts'

const ATTEMPTS = 3

export interface CollectionJob {
  readonly name: string
  /** From 1; names of collections must not leak into names of parts. */
  readonly number: number
  /** Undefined where no fingerprint is wanted. */
  readonly seed: string | undefined
  readonly consistency: { readonly consistency?: 'all' }
  /** Its identity, for sweep. */
  readonly server: string
}

/** One collection in the backup. */
export interface CapturedCollection {
  readonly entry: CollectionEntry
  readonly info: CollectionInfo
  readonly shards: number
  /** Of the second reading. */
  readonly buckets: Buckets | undefined
  /** Buckets that were the same before the snapshot and after it. */
  readonly still: readonly number[]
}

/**
 * Reads the points, takes the snapshot, reads the points again, and fetches the snapshot. Undefined when the collection was
 * deleted before that; throws `source-changed` when its definition or its shards changed again and again meanwhile.
 */
export async function captureCollection(
  peers: Peers,
  job: CollectionJob,
  { sink, context }: { readonly sink: CaptureSink; readonly context: EngineContext },
): Promise<CapturedCollection | undefined> {
  for (let attempt = 1; ; attempt++) {
    try {
      await using held = await hold(peers, job, context)
      const snapshots: SnapshotEntry[] = []
      for (const snapshot of held.taken) snapshots.push(await store(snapshot, job, sink))
      return { ...held.captured, entry: { ...held.captured.entry, snapshots } }
    } catch (error) {
      if (statusOf(error) === 404 && !(await listCollections(peers.client)).includes(job.name))
        return undefined
      // Another run's snapshot of the same second has the same name, and whoever is done first removes it.
      if (!isLifeboatError(error, 'source-changed') || attempt === ATTEMPTS) throw error
    }
  }
}

/** Snapshots that are still on their servers, and what was read around them. */
interface Held extends AsyncDisposable {
  readonly taken: readonly TakenSnapshot[]
  readonly captured: CapturedCollection
}

async function hold(peers: Peers, job: CollectionJob, context: EngineContext): Promise<Held> {
  const { name } = job
  const before = await look(peers, name)
  const first = await digest(peers, job)
  await using undo = new AsyncDisposableStack()
  const taken: TakenSnapshot[] = []
  const plan = planSnapshots(name, before.shards)
  if (plan.some(({ shard }) => shard !== undefined)) assertRestorable(name, before.info)
  for (const { peerId, ...subject } of plan) {
    const isOwn = peerId === before.shards.peerId
    const client = isOwn ? peers.client : await peers.of(peerId)
    const peer = isOwn ? {} : { peer: client.connection }
    const what = { collection: name, ...subject, server: job.server, ...peer }
    taken.push(undo.use(await takeSnapshot(client, what, context)))
  }
  const second = await digest(peers, job)
  const after = await look(peers, name)
  if (after.text !== before.text) throw changed(name)
  for (const snapshot of taken) await assertThere(snapshot)
  const kept = undo.move()
  return {
    taken,
    captured: {
      entry: { ...after.written, snapshots: [] },
      info: after.info,
      shards: before.shards.count,
      buckets: second,
      still: first === undefined || second === undefined ? [] : second.unchanged(first),
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** Shards of custom keys get other numbers when their keys are made anew, so their snapshots would not find their place. */
function assertRestorable(collection: string, { config }: CollectionInfo): void {
  if (config.params['sharding_method'] !== 'custom') return
  throw new LifeboatError({
    code: 'server-unsupported',
    what: `${JSON.stringify(collection)} is divided by shard keys of its own over several peers`,
    why: 'nothing would put the snapshots of its shards back under their keys',
    fix: 'move all its shards to one peer, or leave it to a target of its own with other means',
  })
}

/** Everything of a collection that must not change while it is captured. */
interface Look {
  readonly info: CollectionInfo
  readonly shards: Shards
  readonly written: Omit<CollectionEntry, 'snapshots'>
  readonly text: string
}

async function look({ client }: Peers, name: string): Promise<Look> {
  const info = await readInfo(client, name)
  const shards = await readShards(client, name)
  const written = { name, config: canonicalText(info.config), payloadIndexes: canonicalText(indexesOf(info)) }
  return { info, shards, written, text: JSON.stringify([written, shards]) }
}

async function digest(
  { client }: Peers,
  { name, seed, consistency }: CollectionJob,
): Promise<Buckets | undefined> {
  return seed === undefined
    ? undefined
    : await digestCollection(client, { collection: name, seed, ...consistency })
}

async function store(
  snapshot: TakenSnapshot,
  { number }: CollectionJob,
  sink: CaptureSink,
): Promise<SnapshotEntry> {
  const { subject, sha256, bytes } = snapshot
  const { shard } = subject
  const part = `${String(number).padStart(4, '0')}${shard === undefined ? '' : `.${shard}`}.snapshot`
  await sink.stream(part, await openSnapshot(snapshot))
  return { part, sha256, bytes, ...(shard === undefined ? {} : { shard }) }
}

function changed(collection: string): LifeboatError {
  return new LifeboatError({
    code: 'source-changed',
    what: `the definition of ${JSON.stringify(collection)} changed while it was backed up`,
    why: 'its configuration, its payload indexes or the places of its shards are not what they were before its snapshot',
    fix: 'back up again, at a time when no collection is changed, made anew or moved',
  })
}
