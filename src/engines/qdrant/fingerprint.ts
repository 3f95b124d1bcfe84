import type { EngineContext } from '../../core/engine.ts'
import type { DatasetFingerprint, Fingerprint, FingerprintSpec } from '../../core/fingerprint.ts'
import { openClient, type QdrantClient } from './client.ts'
import { readCluster } from './cluster.ts'
import { listAliases, listCollections, readInfo, type CollectionInfo } from './collections.ts'
import type { QdrantConnection } from './connection.ts'
import { inventoryOf, schemaDigest } from './inventory.ts'
import type { Buckets } from './points/buckets.ts'
import { digestCollection } from './points/digest-collection.ts'
import { bucketsOf, methodOf } from './points/method.ts'
import { minorOf, readVersion } from './version.ts'

/** Digests a server that stands still: a restored copy. Throws `fingerprint-malformed`. */
export async function fingerprint(
  connection: QdrantConnection,
  spec: FingerprintSpec,
  context: EngineContext,
): Promise<Fingerprint> {
  await using client = await openClient(connection, context)
  const { only } = spec
  const all = await listCollections(client)
  const wanted = all.filter((name) => !spec.leftOut.includes(name) && (only?.includes(name) ?? true))
  const consistency = await readConsistency(client)
  const datasets: DatasetFingerprint[] = []
  for (const collection of wanted) {
    context.reporter.report({ event: 'phase', name: 'fingerprint', target: collection })
    const buckets = await digestCollection(client, { collection, seed: spec.seed, ...consistency })
    datasets.push(datasetOf(collection, buckets, bucketsOf(spec.methods.get(collection))))
  }
  return assemble({
    version: await readVersion(client),
    seed: spec.seed,
    datasets,
    leftOut: all.filter((name) => spec.leftOut.includes(name)),
    coverage: { kind: 'exact' },
    inventory: only === undefined ? inventoryOf(await readInfos(client, all), await listAliases(client)) : [],
  })
}

/** Count and digest of one collection over the buckets that stood still. */
export function datasetOf(name: string, buckets: Buckets, still: readonly number[]): DatasetFingerprint {
  const kind = 'collection'
  return { name, kind, ...buckets.total(still), method: methodOf(still), rule: 'equal' }
}

type Gathered = Pick<Fingerprint, 'seed' | 'datasets' | 'leftOut' | 'coverage' | 'inventory'> & {
  readonly version: string
}

export function assemble({ version, ...gathered }: Gathered): Fingerprint {
  return {
    format: 'lifeboat-fingerprint/1',
    engine: 'qdrant',
    comparableWithin: `qdrant ${minorOf(version)}`,
    origin: 'source',
    ...gathered,
    schema: schemaDigest(gathered.inventory),
  }
}

/** Replicas that disagree must not be taken for points that moved, nor the one of them for the other. */
export async function readConsistency(client: QdrantClient): Promise<{ readonly consistency?: 'all' }> {
  const cluster = await readCluster(client)
  return typeof cluster === 'object' && cluster.peers.size > 1 ? { consistency: 'all' } : {}
}

async function readInfos(
  client: QdrantClient,
  names: readonly string[],
): Promise<ReadonlyMap<string, CollectionInfo>> {
  const infos = new Map<string, CollectionInfo>()
  for (const name of names) infos.set(name, await readInfo(client, name))
  return infos
}
