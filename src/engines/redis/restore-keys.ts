import { open, type FileHandle } from 'node:fs/promises'
import type { EngineContext } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { addressOf, type RedisClient, type RedisConnection } from './connection.ts'
import { ByteReader } from './rdb/byte-reader.ts'
import { readEntries, type KeyEntry } from './rdb/entries.ts'
import { skipValue } from './rdb/key-digest.ts'
import type { Magic } from './rdb/magic.ts'
import { writePayload } from './rdb/payload.ts'
import { serverTimeMs } from './server-time.ts'
import { WORKING_MS } from './silence.ts'
import { useClient } from './use-client.ts'

const BATCH_BYTES = 4 * 2 ** 20
const BATCH_COMMANDS = 1000

/** Restores the keys and functions of a dump's file; returns how many keys had expired by the server's clock. Throws `load-failed` or `connection-lost`. */
export async function restoreKeys(
  connection: RedisConnection,
  path: string,
  context: EngineContext,
): Promise<number> {
  await using file = await open(path, 'r')
  const { signal } = context
  try {
    return await useClient(connection, { signal, silenceMs: WORKING_MS }, (client) =>
      new Restoration(client, file, context).run(),
    )
  } catch (error) {
    throw failed(error, connection)
  }
}

class Restoration {
  readonly #client: RedisClient
  readonly #file: FileHandle
  readonly #context: EngineContext
  readonly #reader: ByteReader
  #pending: Promise<unknown>[] = []
  #pendingBytes = 0
  #database = 0
  #expired = 0
  #magic: Magic = { valkey: false, version: 0 }

  constructor(client: RedisClient, file: FileHandle, context: EngineContext) {
    this.#client = client
    this.#file = file
    this.#context = context
    this.#reader = ByteReader.ofFile(file.fd)
  }

  async run(): Promise<number> {
    let nowMs = await serverTimeMs(this.#client)
    for (const entry of readEntries(this.#reader)) {
      if (entry.kind === 'magic') this.#magic = entry.magic
      else if (entry.kind === 'function')
        await this.#client.sendCommand(['FUNCTION', 'LOAD', 'REPLACE', entry.code])
      else if (entry.kind === 'key') {
        if (entry.expiresAt !== undefined && entry.expiresAt <= nowMs) this.#expired += 1
        await this.#restore(entry)
      }
      if (!this.#isFull()) continue
      await this.#settle()
      nowMs = await serverTimeMs(this.#client)
    }
    await this.#settle()
    return this.#expired
  }

  async #restore(entry: KeyEntry): Promise<void> {
    const start = this.#reader.position
    skipValue(this.#reader, entry.type, this.#magic.valkey)
    const body = Buffer.allocUnsafe(this.#reader.position - start)
    await this.#file.read(body, 0, body.length, start)
    if (entry.database !== this.#database) {
      this.#database = entry.database
      this.#send(['SELECT', String(entry.database)])
    }
    const payload = writePayload(entry.type, body, this.#magic.version)
    this.#send(['RESTORE', entry.key, String(entry.expiresAt ?? 0), payload, 'ABSTTL'])
    this.#pendingBytes += payload.length
  }

  #send(command: readonly (string | Buffer)[]): void {
    const answer = this.#client.sendCommand([...command])
    // Awaited with the batch.
    answer.catch(() => undefined)
    this.#pending.push(answer)
  }

  #isFull(): boolean {
    return this.#pending.length >= BATCH_COMMANDS || this.#pendingBytes >= BATCH_BYTES
  }

  async #settle(): Promise<void> {
    await Promise.all(this.#pending)
    if (this.#context.signal.aborted) throw cancelled(this.#context.signal)
    this.#pending = []
    this.#pendingBytes = 0
  }
}

function failed(error: unknown, connection: RedisConnection): unknown {
  if (error instanceof LifeboatError) return error
  const why = error instanceof Error ? error.message : String(error)
  const wrongVersion = /version or checksum|Bad data format/.test(why)
  return new LifeboatError({
    // The destination's version says nothing about the copy.
    code: wrongVersion ? 'server-unsupported' : 'load-failed',
    what: `${addressOf(connection)} did not take every key of the backup`,
    why,
    fix: wrongVersion
      ? 'restore into a server of the version that the backup was taken from, or a newer one of the same product, with the same modules; empty this one first'
      : 'mend that, empty the server with FLUSHALL, and restore again',
    cause: error,
  })
}
