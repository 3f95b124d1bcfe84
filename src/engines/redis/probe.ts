import type { EngineContext, Inspection, Probe } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { requireEverySlot, slotOwners, type SlotOwner } from './cluster.ts'
import { addressOf, type RedisClient, type RedisConnection } from './connection.ts'
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

/** Who a server is, how many keys and function libraries it holds, and whether keys can be put into it. */
export function inspect(
  connection: RedisConnection,
  context?: Pick<EngineContext, 'signal'>,
): Promise<Inspection> {
  const signal = context?.signal
  return useClient(connection, { signal }, async (client) => {
    const info = await readInfo(client)
    const refusal = refusalOf(connection, info)
    const count = keyspaces(info).reduce((sum, { keys }) => sum + keys, 0)
    const objects = count + Number(info.get('number_of_libraries') ?? 0)
    const identity = identityOf(connection, info, undefined)
    return { identity, exists: true, objects, ...(refusal === undefined ? {} : { refusal }) }
  })
}

function refusalOf(
  connection: RedisConnection,
  info: ReadonlyMap<string, string>,
): LifeboatError | undefined {
  if (info.get('role') === 'slave') return unsuitable(connection, 'it is a replica', 'name its master')
  if (info.get('cluster_enabled') !== '1') return undefined
  const fix =
    'restore into a server that is alone; docs/recover-by-hand.md says how a cluster is made from the dumps'
  return unsuitable(connection, 'it runs in cluster mode, where each key has its own server', fix)
}

function unsuitable(connection: RedisConnection, why: string, fix: string): LifeboatError {
  return new LifeboatError({
    code: 'not-supported',
    what: `nothing can be restored into ${addressOf(connection)}`,
    why,
    fix,
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
