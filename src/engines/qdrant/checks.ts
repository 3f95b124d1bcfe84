import type { Check, EngineContext } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import { encode, openClient, type QdrantClient } from './client.ts'
import { countPoints, listAliases, listCollections, readInfo, readShards } from './collections.ts'
import type { QdrantConnection } from './connection.ts'

/** Whether the server has every collection ready and its replicas active, its aliases lead somewhere, and it can be written to. */
export async function checks(
  connection: QdrantConnection,
  context: EngineContext,
): Promise<readonly Check[]> {
  await using client = await openClient(connection, context)
  const names = await listCollections(client)
  return [
    await checkEach(names, 'collections indexed', async (name) => {
      const { status } = await readInfo(client, name)
      return status === 'green' ? undefined : `${JSON.stringify(name)} is ${status}`
    }),
    await checkEach(names, 'replicas active', async (name) => {
      const { replicas } = await readShards(client, name)
      const other = replicas.find(({ state }) => state !== 'Active')
      return other === undefined
        ? undefined
        : `shard ${other.shard} of ${JSON.stringify(name)} is ${other.state}`
    }),
    await checkEach(await listAliases(client), 'aliases lead to collections', async ({ name, collection }) =>
      names.includes(collection) ? undefined : `${JSON.stringify(name)} leads nowhere`,
    ),
    await probeWrite(client, context),
  ]
}

async function checkEach<T>(
  all: readonly T[],
  name: string,
  wrong: (one: T) => Promise<string | undefined>,
): Promise<Check> {
  const found: string[] = []
  for (const one of all) {
    const text = await wrong(one)
    if (text !== undefined) found.push(text)
  }
  const detail = found.length === 0 ? `all ${all.length}` : found.join('; ')
  return { name, result: found.length === 0 ? 'passed' : 'failed', detail }
}

/** Writes one point into a collection of its own, reads it and removes both. */
async function probeWrite(client: QdrantClient, { runId }: EngineContext): Promise<Check> {
  const collection = `lifeboat-check-${runId}`
  const path = `/collections/${encode(collection)}`
  const what = 'make, fill and remove a collection'
  try {
    await client.call({ method: 'PUT', path, what, body: { vectors: { size: 1, distance: 'Dot' } } })
    const points = [{ id: 1, vector: [1], payload: { written: true } }]
    await client.call({ method: 'PUT', path: `${path}/points?wait=true`, what, body: { points } })
    const count = await countPoints(client, collection, { must: [{ has_id: [1] }] })
    await client.call({ method: 'DELETE', path, what })
    const passed = count === 1
    return {
      name: 'write',
      result: passed ? 'passed' : 'failed',
      detail: passed
        ? 'a point was written, found and removed'
        : 'a point that was written could not be found',
    }
  } catch (error) {
    if (isLifeboatError(error, 'connection-lost') || isLifeboatError(error, 'cancelled')) throw error
    return { name: 'write', result: 'failed', detail: error instanceof Error ? error.message : String(error) }
  }
}
