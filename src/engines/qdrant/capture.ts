import { Readable } from 'node:stream'
import type { Capture, CaptureRequest, EngineContext } from '../../core/engine.ts'
import type { Fingerprint } from '../../core/fingerprint.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { captureCollection, type CapturedCollection } from './capture-collection.ts'
import { openPeers, type Peers } from './peers.ts'
import { listAliases, listCollections, type Alias } from './collections.ts'
import type { QdrantConnection } from './connection.ts'
import { assemble, datasetOf, readConsistency } from './fingerprint.ts'
import { identify } from './identity.ts'
import { inventoryOf } from './inventory.ts'
import { CATALOGUE, type Catalogue } from './parts.ts'
import { BUCKETS } from './points/buckets.ts'
import { requirementsOf } from './requirements.ts'

const SECOND_MS = 1000

/**
 * One snapshot of each collection (of each shard in a cluster), and a fingerprint of what stood still from before it was
 * taken until after.
 */
export async function capture(
  connection: QdrantConnection,
  { sink, fingerprint: wanted }: CaptureRequest,
  context: EngineContext,
): Promise<Capture> {
  await using peers = await openPeers(connection, context)
  const { client } = peers
  const identity = await identify(client)
  const from = client.lastDate() ?? context.clock.now()
  const names = await listCollections(client)
  const seed = wanted ? Buffer.from(context.random.bytes(16)).toString('hex') : undefined
  const consistency = await readConsistency(client)
  const captured: CapturedCollection[] = []
  for (const [at, name] of names.entries()) {
    context.reporter.report({ event: 'phase', name: 'capture', target: name })
    const job = { name, number: at + 1, seed, consistency, server: identity.id }
    const one = await captureCollection(peers, job, { sink, context })
    if (one !== undefined) captured.push(one)
  }
  const { aliases, limitations } = await lookAround(peers, captured)
  const catalogue: Catalogue = {
    format: 'lifeboat-qdrant/1',
    version: identity.version,
    aliases: aliases.map(({ name, collection }) => ({ name, collection })),
    collections: captured.map(({ entry }) => entry),
  }
  await sink.stream(CATALOGUE, Readable.from([JSON.stringify(catalogue)]))
  if (context.signal.aborted) throw cancelled(context.signal)
  const to = client.lastDate() ?? context.clock.now()
  const infos = new Map(captured.map(({ entry, info }) => [entry.name, info]))
  const given = { version: identity.version, inventory: inventoryOf(infos, aliases) }
  return {
    identity,
    consistency: {
      // One shard is caught at one point in time; several of one collection each at its own.
      kind: captured.every(({ shards }) => shards <= 1) ? 'perObject' : 'fuzzy',
      fromAt: from.toISOString(),
      toAt: new Date(to.getTime() + SECOND_MS).toISOString(),
    },
    fingerprint: seed === undefined ? undefined : toFingerprint(captured, { ...given, seed }),
    requirements: requirementsOf(identity),
    limitations: [...limitations, ...captured.flatMap(movedLimitation)],
  }
}

function toFingerprint(
  captured: readonly CapturedCollection[],
  given: Pick<Fingerprint, 'inventory' | 'seed'> & { readonly version: string },
): Fingerprint {
  const total = captured.length * BUCKETS
  const equal = captured.reduce((sum, { still }) => sum + still.length, 0)
  return assemble({
    ...given,
    datasets: captured.flatMap(({ entry, buckets, still }) =>
      buckets === undefined || still.length === 0 ? [] : [datasetOf(entry.name, buckets, still)],
    ),
    leftOut: captured.filter(({ still }) => still.length === 0).map(({ entry }) => entry.name),
    coverage: equal === total ? { kind: 'exact' } : { kind: 'partial', equal, total },
  })
}

function quoted(names: readonly string[]): readonly string[] {
  return names.map((name) => JSON.stringify(name))
}

function movedLimitation({ entry: { name }, buckets, still }: CapturedCollection): readonly string[] {
  if (buckets === undefined || still.length === BUCKETS) return []
  const moved = BUCKETS - still.length
  return [
    still.length === 0
      ? `All points of ${JSON.stringify(name)} may have moved while it was backed up: what its snapshot holds is not proven.`
      : `${moved} of ${BUCKETS} parts of ${JSON.stringify(name)} moved while it was backed up: what its snapshot holds of them is not proven.`,
  ]
}

/** Aliases of what is in the backup, and what came and went meanwhile. */
async function lookAround(
  { client }: Peers,
  captured: readonly CapturedCollection[],
): Promise<{ readonly aliases: readonly Alias[]; readonly limitations: readonly string[] }> {
  const held = captured.map(({ entry }) => entry.name)
  const now = await listCollections(client)
  const aliases = await listAliases(client)
  return {
    aliases: aliases.filter(({ collection }) => held.includes(collection)),
    limitations: [
      ...quoted(held.filter((name) => !now.includes(name))).map(
        (name) => `The collection ${name} was deleted during the backup, which holds it as it was before.`,
      ),
      ...quoted(now.filter((name) => !held.includes(name))).map(
        (name) => `The collection ${name} was made during the backup and is not in it.`,
      ),
    ],
  }
}
