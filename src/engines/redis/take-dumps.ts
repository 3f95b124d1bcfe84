import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CaptureSink, EngineContext } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { requireEverySlot, slotMap, slotOwners, type SlotOwner } from './cluster.ts'
import type { RedisConnection } from './connection.ts'
import { DUMP, shardDump } from './parts.ts'
import type { Checksum } from './rdb/checked-bytes.ts'
import { spoolDump } from './spool-dump.ts'
import { storeDump } from './store-dump.ts'
import { useClient } from './use-client.ts'

const ATTEMPTS = 2

/** A dump that has been stored and still lies here. */
export interface TakenDump {
  readonly connection: RedisConnection
  readonly path: string
  readonly checksum: Checksum
  /** Of the slot owner whose dump it is; absent for a server that is alone. */
  readonly slots?: string
}

export interface DumpsRequest {
  readonly folder: string
  readonly version: string
  /** None for a server that is alone. */
  readonly owners: readonly SlotOwner[] | undefined
  readonly sink: CaptureSink
  readonly context: EngineContext
}

/** Takes and stores the dump of a server, or one of each slot owner of a cluster. */
export async function takeDumps(
  connection: RedisConnection,
  request: DumpsRequest,
): Promise<readonly TakenDump[]> {
  return request.owners === undefined
    ? [await takeDump(connection, request)]
    : takeShards(connection, request)
}

/** Stores the dump while it comes. */
async function takeDump(connection: RedisConnection, request: DumpsRequest): Promise<TakenDump> {
  const unwanted = new AbortController()
  const path = join(request.folder, DUMP)
  await writeFile(path, '', { mode: 0o600, flag: 'wx' })
  const spooled = spool(connection, { path, request, signal: unwanted.signal })
  const stop = (): void => unwanted.abort()
  return { connection, path, checksum: await storeDump({ name: DUMP, path, spooled, stop }, request.sink) }
}

/** Takes all dumps at once and stores them when no slot has changed hands meanwhile. Throws `source-changed`. */
async function takeShards(connection: RedisConnection, request: DumpsRequest): Promise<readonly TakenDump[]> {
  let owners = request.owners ?? []
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const dumps = await spoolAll(owners, request)
    const after = await currentOwners(connection, request.context)
    requireEverySlot(after)
    if (slotMap(after) === slotMap(owners) && !owners.some(({ moving }) => moving)) {
      const taken: TakenDump[] = []
      for (const dump of dumps) {
        const checksum = await storeDump({ ...dump, spooled: Promise.resolve(dump.cut) }, request.sink)
        taken.push({ connection: dump.connection, path: dump.path, checksum, slots: dump.slots })
      }
      return taken
    }
    await Promise.all(dumps.map(({ path }) => rm(path, { force: true })))
    owners = after
  }
  throw new LifeboatError({
    code: 'source-changed',
    what: 'slots of the cluster changed hands during every attempt to back it up',
    why: 'a key that moves between two dumps would be in both or in none',
    fix: 'back up when the resharding is over',
  })
}

async function spoolAll(owners: readonly SlotOwner[], request: DumpsRequest) {
  const unwanted = new AbortController()
  const spooling = owners.map(async ({ connection, slots }, index) => {
    const name = shardDump(index)
    const path = join(request.folder, name)
    const cut = await spool(connection, { path, request, signal: unwanted.signal })
    return { name, path, cut, connection, slots }
  })
  try {
    return await Promise.all(spooling)
  } catch (error) {
    unwanted.abort()
    await Promise.allSettled(spooling)
    throw error
  }
}

function spool(
  connection: RedisConnection,
  dump: { readonly path: string; readonly request: DumpsRequest; readonly signal: AbortSignal },
): Promise<number> {
  const { version, context } = dump.request
  const signal = AbortSignal.any([context.signal, dump.signal])
  return spoolDump(connection, { path: dump.path, version, signal })
}

function currentOwners(
  connection: RedisConnection,
  { signal }: EngineContext,
): Promise<readonly SlotOwner[]> {
  return useClient(connection, { signal }, (client) => slotOwners(client, connection, signal))
}
