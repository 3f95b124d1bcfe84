import type { EngineContext, Probe } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { requireEverySlot, slotOwners, type SlotOwner } from './cluster.ts'
import type { RedisClient, RedisConnection } from './connection.ts'
import { identityOf } from './identity.ts'
import { keyspaces, readInfo } from './info.ts'
import { explainPermission } from './missing-permission.ts'
import { shardDump } from './parts.ts'
import { productOf } from './product.ts'
import { serverTimeMs } from './server-time.ts'
import { useClient } from './use-client.ts'

const OLDEST_MAJOR = 7

/** Reads INFO and TIME, of a cluster its nodes too. Throws `server-unsupported` below Redis 7. */
export async function probe(
  connection: RedisConnection,
  context?: Pick<EngineContext, 'signal'>,
): Promise<Probe> {
  return (await survey(connection, context?.signal)).probe
}

/** A server, or a cluster by its slot owners. */
export interface Survey {
  readonly probe: Probe
  readonly owners: readonly SlotOwner[] | undefined
}

/** What a capture needs to know before it begins. */
export function survey(connection: RedisConnection, signal?: AbortSignal): Promise<Survey> {
  return useClient(connection, { signal }, async (client) => {
    const info = await readInfo(client).catch(explainPermission)
    const owners = await ownersOf(client, { connection, info, signal })
    const identity = identityOf(connection, info, owners)
    requireSupported(identity.version)
    if (owners !== undefined) requireEverySlot(owners)
    return {
      probe: {
        identity,
        serverTime: new Date(await serverTimeMs(client).catch(explainPermission)),
        sizeBytes: Number(info.get('used_memory_dataset') ?? 0) * (owners?.length ?? 1),
        missing: [],
        requirements: {
          redisVersion: identity.version,
          ...slotRequirements(owners?.map(({ slots }) => slots)),
        },
      },
      owners,
    }
  })
}

/** Who a server is, and how many keys and function libraries it holds. */
export function inspect(
  connection: RedisConnection,
  context?: Pick<EngineContext, 'signal'>,
): Promise<{
  readonly identity: Probe['identity']
  readonly exists: boolean
  readonly objects: number
}> {
  const signal = context?.signal
  return useClient(connection, { signal }, async (client) => {
    const info = await readInfo(client)
    const owners = await ownersOf(client, { connection, info, signal })
    const count = keyspaces(info).reduce((sum, { keys }) => sum + keys, 0)
    const objects = count + Number(info.get('number_of_libraries') ?? 0)
    return { identity: identityOf(connection, info, owners), exists: true, objects }
  })
}

async function ownersOf(
  client: RedisClient,
  {
    connection,
    info,
    signal,
  }: {
    readonly connection: RedisConnection
    readonly info: ReadonlyMap<string, string>
    readonly signal: AbortSignal | undefined
  },
): Promise<readonly SlotOwner[] | undefined> {
  return info.get('cluster_enabled') === '1' ? slotOwners(client, connection, signal) : undefined
}

/** Which slots each dump holds. */
export function slotRequirements(slots: readonly string[] | undefined): Readonly<Record<string, string>> {
  return Object.fromEntries((slots ?? []).map((owned, index) => [`slots.${shardDump(index)}`, owned]))
}

function requireSupported(version: string): void {
  if (productOf(version).major >= OLDEST_MAJOR) return
  throw new LifeboatError({
    code: 'server-unsupported',
    what: `this redis server cannot be backed up: Redis ${version} is older than ${OLDEST_MAJOR}.0`,
    fix: `use Redis ${OLDEST_MAJOR}.0 or later, or Valkey`,
  })
}
