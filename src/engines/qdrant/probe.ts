import type { EngineContext, Inspection, Probe } from '../../core/engine.ts'
import { encode, openClient, type QdrantClient } from './client.ts'
import { readCluster } from './cluster.ts'
import { listAliases, listCollections, readInfo, type CollectionInfo } from './collections.ts'
import type { QdrantConnection } from './connection.ts'
import { identify } from './identity.ts'
import { requirementsOf } from './requirements.ts'
import { statusOf } from './server-error.ts'
import { SILENCE_MS } from './silence.ts'

const BYTES_PER_NUMBER = 4
/** Ids, payload and the graph, roughly. */
const BYTES_PER_POINT = 400

/** Asks the server who it is, how large it is, and whether this key may take and remove snapshots. */
export async function probe(connection: QdrantConnection, context: EngineContext): Promise<Probe> {
  await using client = await openClient(connection, context)
  const identity = await identify(client)
  const collections = await listCollections(client)
  let sizeBytes = 0
  for (const name of collections) sizeBytes += estimate(await readInfo(client, name))
  for (const name of collections) await assertMaySnapshot(client, name, context)
  return {
    identity,
    serverTime: client.lastDate() ?? context.clock.now(),
    sizeBytes,
    missing: await findMissing(client),
    requirements: requirementsOf(identity),
  }
}

/** Who a destination is, and how many collections and aliases it holds. */
export async function inspect(connection: QdrantConnection, context: EngineContext): Promise<Inspection> {
  await using client = await openClient(connection, context)
  const identity = await identify(client)
  const objects = (await listCollections(client)).length + (await listAliases(client)).length
  return { identity, exists: objects > 0, objects }
}

/** Every key may name a snapshot that does not exist; only one that may manage snapshots is told that it does not. */
async function assertMaySnapshot(
  client: QdrantClient,
  collection: string,
  { runId }: EngineContext,
): Promise<void> {
  try {
    await client.call({
      method: 'DELETE',
      path: `/collections/${encode(collection)}/snapshots/lifeboat-probe-${runId}?wait=true`,
      what: `take and remove snapshots of ${JSON.stringify(collection)}`,
      patienceMs: SILENCE_MS,
    })
  } catch (error) {
    if (statusOf(error) !== 404) throw error
  }
}

async function findMissing(client: QdrantClient): Promise<readonly string[]> {
  if ((await readCluster(client)) !== 'hidden') return []
  return [
    'The API key is limited to some collections: others, and aliases that it may not see, are not in the backup.',
  ]
}

function estimate({ points_count: points, config }: CollectionInfo): number {
  const sizes = [...JSON.stringify(config.params['vectors'] ?? {}).matchAll(/"size":(\d+)/g)]
  const numbers = sizes.reduce((sum, [, size]) => sum + Number(size), 0)
  return (points ?? 0) * (numbers * BYTES_PER_NUMBER + BYTES_PER_POINT)
}
