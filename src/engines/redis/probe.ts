import type { Probe } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { openClient, type RedisConnection } from './connection.ts'
import { identityOf } from './identity.ts'
import { explainPermission } from './missing-permission.ts'
import { keyspaces, readInfo } from './info.ts'
import { serverTimeMs } from './server-time.ts'
import { productOf } from './product.ts'

const OLDEST_MAJOR = 7

/** Reads INFO and TIME. Throws `server-unsupported` below Redis 7 and for cluster mode. */
export async function probe(connection: RedisConnection): Promise<Probe> {
  const client = await openClient(connection)
  try {
    const info = await readInfo(client).catch(explainPermission)
    const identity = identityOf(connection, info)
    requireSupported(identity.version, info)
    return {
      identity,
      serverTime: new Date(await serverTimeMs(client).catch(explainPermission)),
      sizeBytes: Number(info.get('used_memory_dataset') ?? 0),
      missing: [],
      requirements: { redisVersion: identity.version },
    }
  } finally {
    client.destroy()
  }
}

/** Who a server is, and how many keys and function libraries it holds. */
export async function inspect(connection: RedisConnection): Promise<{
  readonly identity: Probe['identity']
  readonly exists: boolean
  readonly objects: number
}> {
  const client = await openClient(connection)
  try {
    const info = await readInfo(client)
    const count = keyspaces(info).reduce((sum, { keys }) => sum + keys, 0)
    const objects = count + Number(info.get('number_of_libraries') ?? 0)
    return { identity: identityOf(connection, info), exists: true, objects }
  } finally {
    client.destroy()
  }
}

function requireSupported(version: string, info: ReadonlyMap<string, string>): void {
  const unsupported =
    productOf(version).major < OLDEST_MAJOR
      ? `Redis ${version} is older than ${OLDEST_MAJOR}.0`
      : info.get('cluster_enabled') === '1'
        ? 'the server runs in cluster mode, where one dump holds only one slot owner'
        : undefined
  if (unsupported === undefined) return
  throw new LifeboatError({
    code: 'server-unsupported',
    what: `this redis server cannot be backed up: ${unsupported}`,
    fix: `use a standalone Redis ${OLDEST_MAJOR}.0 or later, or its replica`,
  })
}
