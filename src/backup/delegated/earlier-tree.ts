import type { EarlierTree } from '../../core/delegation.ts'
import type { ServerIdentity } from '../../core/engine.ts'
import { EXIT, LifeboatError } from '../../core/errors.ts'
import { idTime } from '../../core/identifiers.ts'
import type { DelegatedPart } from '../../core/manifest.ts'
import type { StoreReader } from '../../core/store.ts'
import { findAnchor } from '../../evidence/anchors.ts'
import { readJudgements } from '../../evidence/read-judgements.ts'
import type { RunLog } from '../../evidence/run-log.ts'
import type { TargetJob } from '../../evidence/target-job.ts'
import { TOLERATED_SKEW_MS } from '../../status/future.ts'
import { judgeCopies } from '../../compliance/judge-copies.ts'
import { listBackups, type CatalogEntry } from '../catalog.ts'
import { takeLease } from '../lease.ts'
import { readManifest } from '../read-manifest.ts'
import { readBases, weakestAnchor, type AnchoredManifest } from './bases.ts'
import { treeOf } from './open-trees.ts'

export interface EarlierRequest {
  readonly job: TargetJob
  /** The database that is backed up now; another one's tree is no base. */
  readonly identity: ServerIdentity
  /** Of the delegated part. */
  readonly name: string
  readonly log: Pick<RunLog, 'id' | 'limitation'>
  /** Holds the leases until the backup has ended. */
  readonly leases: AsyncDisposableStack
}

/**
 * The newest backup that an increment can be based on: recorded, whole by its listing, not found bad, and with everything that it
 * is based on itself. Undefined where the newest one is not so, which a full backup mends.
 */
export async function findEarlierTree(request: EarlierRequest): Promise<EarlierTree | undefined> {
  const { job, name, identity, log, leases } = request
  const { store, target } = job
  const newest = (await listBackups(store, target.name)).at(-1)
  if (newest === undefined || store.address === undefined) return undefined
  const recorded = await readRecorded(job, newest)
  if (recorded === undefined) return distrusted(newest, log)
  const { manifest } = recorded
  const tree = manifest.delegated?.find((part) => part.name === name)
  if (tree === undefined) return undefined
  const isSame =
    manifest.server.id === identity.id || job.engine.mayBeSame?.(manifest.server, identity) === true
  if (!isSame) return undefined
  // Before the rest is looked at, so that prune cannot take it away in between.
  const timeoutMs = target.settings.backupTimeoutMs
  const lease = { backupId: manifest.id, bases: tree.bases, timeoutMs, log }
  leases.use(await takeLease(job, lease))
  const below = await readable(() => readBelow(job, recorded, tree))
  if (below === undefined) return distrusted(newest, log)
  const doubt = await findDoubt(job, newest, [tree, ...below])
  if (doubt !== undefined) return distrusted(newest, log, doubt)
  return {
    backupId: manifest.id,
    address: await store.address(tree.prefix),
    bases: tree.bases,
    ...(below[0] === undefined ? {} : { baseAddress: await store.address(below[0].prefix) }),
    read: (objectName) => store.read(tree.prefix + objectName),
    requirements: manifest.requirements,
  }
}

const NOT_GOOD =
  'it, or what it is based on, is not what was taken, was found bad, or no record vouches for it.'

/** A full backup mends it for this one; those that are based on it are lost with it, so that somebody must look. */
function distrusted({ id }: CatalogEntry, log: EarlierRequest['log'], why = NOT_GOOD): undefined {
  log.limitation(`Nothing is based on backup ${id}, the newest before this one: ${why} Verify it.`)
}

/** Undefined for one that no record vouches for, or that cannot be read. */
async function readRecorded(
  job: TargetJob,
  { target, id }: CatalogEntry,
): Promise<AnchoredManifest | undefined> {
  return readable(async () => {
    const found = await findAnchor(target, id, job)
    if (found.anchor === 'none') return undefined
    const { manifest } = await readManifest(job.store, { target, id, engine: job.engine.name }, found)
    return { manifest, anchor: found.anchor }
  })
}

/**
 * The trees that this one is based on, the nearest first, once all of the chain has been read; undefined when no record vouches for
 * one of them. Throws `manifest-malformed` when one is not there.
 */
async function readBelow(
  job: TargetJob,
  { manifest, anchor }: AnchoredManifest,
  { name, bases }: DelegatedPart,
): Promise<readonly DelegatedPart[] | undefined> {
  const read = await readBases(manifest, job)
  if (weakestAnchor({ id: manifest.id, anchor }, read).anchor === 'none') return undefined
  return bases.flatMap((id) => {
    const base = read.get(id)
    return base === undefined ? [] : [treeOf(base.manifest, name)]
  })
}

/** A bad backup must not stand in the way of a new one; status names it. */
async function readable<T>(read: () => Promise<T>): Promise<T | undefined> {
  try {
    return await read()
  } catch (error) {
    if (error instanceof LifeboatError && [EXIT.bad, EXIT.usage].includes(error.exitCode as 4))
      return undefined
    throw error
  }
}

/** Why nothing should be based on it; undefined where it and all below it are whole by their listings and were not found bad. */
async function findDoubt(
  job: TargetJob,
  entry: CatalogEntry,
  trees: readonly DelegatedPart[],
): Promise<string | undefined> {
  const { store, ledger, target, context } = job
  for (const tree of trees) {
    if (!(await isWholeByListing(tree, store))) return NOT_GOOD
  }
  const chain = [entry.id, ...(trees[0]?.bases ?? [])]
  const unread: string[] = []
  const judgements = await readJudgements({
    store,
    ...(ledger === undefined ? {} : { ledger }),
    target: target.name,
    since: idTime(chain.at(-1) ?? entry.id) ?? entry.at,
    until: new Date(context.clock.now().getTime() + TOLERATED_SKEW_MS),
    backupIds: new Set(chain),
    complete: true,
    warn: (message) => unread.push(message),
  })
  if (unread.length > 0) return `not all that was said of it can be read (${unread[0]}).`
  const copies = judgeCopies(judgements)
  return chain.some((id) => copies.get(id)?.bad !== undefined) ? NOT_GOOD : undefined
}

async function isWholeByListing(tree: DelegatedPart, store: StoreReader): Promise<boolean> {
  let [objects, bytes] = [0, 0]
  for await (const object of store.list(tree.prefix)) {
    objects += 1
    bytes += object.bytes
  }
  return objects === tree.objects && bytes === tree.bytes
}
