import { open } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineContext } from '../../core/engine.ts'
import { addressOf, type RedisClient, type RedisConnection } from './connection.ts'
import { inspect } from './probe.ts'
import { ByteReader } from './rdb/byte-reader.ts'
import { readEntries } from './rdb/entries.ts'
import { skipValue } from './rdb/key-digest.ts'
import { serverTimeMs } from './server-time.ts'
import { useClient } from './use-client.ts'
import type { WrittenKeys } from './written-keys.ts'

/** For all of it: a run that was told to stop has a minute. */
const TAKING_AWAY_MS = 30_000
/** A server still works off what it had received when a connection was lost. */
const WORKED_OFF_MS = 1000
const BATCH_KEYS = 1000
const BATCH_BYTES = 2 ** 20

/**
 * Removes what a restore wrote before it failed, also after an abort, and nothing else: other keys may have been written since.
 * Where that cannot be done it is reported with what is to be done by hand.
 */
export async function takeAway(
  connection: RedisConnection,
  written: readonly WrittenKeys[],
  context: EngineContext,
): Promise<void> {
  if (!written.some(({ isTouched }) => isTouched)) return
  let left = written.reduce((sum, { count }) => sum + count, 0)
  const signal = AbortSignal.timeout(TAKING_AWAY_MS)
  const isKnown = written.every((dump) => dump.isKnown)
  try {
    if (!isKnown) await sleep(WORKED_OFF_MS, undefined, { signal })
    for (const dump of written) {
      await useClient(connection, { signal }, async (client) => {
        for await (const removed of removeKeys(client, dump)) left -= removed
      })
    }
    await useClient(connection, { signal }, (client) => removeLibraries(client, written))
    left = isKnown ? 0 : (await inspect(connection, { signal })).objects
  } catch {
    left = Math.max(left, 1)
  }
  if (left === 0) return
  context.reporter.report({
    event: 'warning',
    message: `${addressOf(connection)} is left half restored: up to ${left} keys and functions of the backup may be there; run FLUSHALL and FUNCTION FLUSH there if it holds nothing else`,
  })
}

/** Removes keys in the order of their dump; tells after each batch how many it was about. */
async function* removeKeys(client: RedisClient, written: WrittenKeys): AsyncGenerator<number> {
  if (written.sent === 0) return
  await using file = await open(written.path, 'r')
  const reader = ByteReader.ofFile(file.fd)
  const nowMs = await serverTimeMs(client)
  let batch = new Batch(0)
  let isValkey = false
  let index = 0
  for (const entry of readEntries(reader)) {
    if (entry.kind === 'magic') isValkey = entry.magic.valkey
    if (entry.kind !== 'key') continue
    skipValue(reader, entry.type, isValkey)
    if (entry.database !== batch.database || batch.isFull) {
      yield await batch.remove(client)
      batch = new Batch(entry.database, batch.database)
    }
    // What has expired is gone by itself, and what is there under its name is somebody else's.
    if (written.has(index)) batch.add(entry.key, entry.expiresAt === undefined || entry.expiresAt > nowMs)
    index += 1
    // What follows may be what the restore failed at.
    if (index >= written.sent) break
  }
  yield await batch.remove(client)
}

async function removeLibraries(client: RedisClient, written: readonly WrittenKeys[]): Promise<void> {
  // Each shard of a cluster has them all.
  for (const name of new Set(written.flatMap(({ libraries }) => [...libraries])))
    await client.sendCommand(['FUNCTION', 'DELETE', name])
}

/** Keys of one database. */
class Batch {
  readonly database: number
  readonly #selected: number
  readonly #keys: Buffer[] = []
  #count = 0
  #bytes = 0

  constructor(database: number, selected = 0) {
    this.database = database
    this.#selected = selected
  }

  get isFull(): boolean {
    return this.#count >= BATCH_KEYS || this.#bytes >= BATCH_BYTES
  }

  add(key: Buffer, isThere: boolean): void {
    this.#count += 1
    if (!isThere) return
    this.#keys.push(key)
    this.#bytes += key.length
  }

  /** Returns how many keys it was about. */
  async remove(client: RedisClient): Promise<number> {
    if (this.database !== this.#selected) await client.sendCommand(['SELECT', String(this.database)])
    if (this.#keys.length > 0) await client.sendCommand(['UNLINK', ...this.#keys])
    return this.#count
  }
}
