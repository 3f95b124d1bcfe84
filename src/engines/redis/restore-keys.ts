import { open, type FileHandle } from 'node:fs/promises'
import type { EngineContext } from '../../core/engine.ts'
import { LifeboatError, type ErrorCode } from '../../core/errors.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { addressOf, type RedisClient, type RedisConnection } from './connection.ts'
import { lingering } from './lingering.ts'
import { ByteReader } from './rdb/byte-reader.ts'
import { readEntries, type KeyEntry } from './rdb/entries.ts'
import { skipValue } from './rdb/key-digest.ts'
import type { Magic } from './rdb/magic.ts'
import { writePayload } from './rdb/payload.ts'
import { serverTimeMs } from './server-time.ts'
import { WORKING_MS } from './silence.ts'
import { useClient } from './use-client.ts'
import type { WrittenKeys } from './written-keys.ts'

const BATCH_BYTES = 4 * 2 ** 20
const BATCH_COMMANDS = 1000

/**
 * Restores the keys and functions of a dump's file and notes them as written; returns how many keys had expired by the server's
 * clock. A run that is told to stop ends when what was sent has been answered. Throws `connection-lost`,
 * `load-failed`, or what is the destination's doing.
 */
export async function restoreKeys(
  connection: RedisConnection,
  written: WrittenKeys,
  context: EngineContext,
): Promise<number> {
  await using file = await open(written.path, 'r')
  using link = lingering(context.signal, () => written.isTouched)
  try {
    return await useClient(connection, { signal: link.signal, silenceMs: WORKING_MS }, (client) =>
      new Restoration(client, file, { written, context }).run(),
    )
  } catch (error) {
    throw context.signal.aborted ? cancelled(context.signal) : failed(error, connection)
  }
}

interface Task {
  readonly written: WrittenKeys
  readonly context: EngineContext
}

class Restoration {
  readonly #client: RedisClient
  readonly #file: FileHandle
  readonly #written: WrittenKeys
  readonly #context: EngineContext
  readonly #reader: ByteReader
  #pending: Promise<unknown>[] = []
  #pendingBytes = 0
  #database = 0
  #expired = 0
  #magic: Magic = { valkey: false, version: 0 }

  constructor(client: RedisClient, file: FileHandle, { written, context }: Task) {
    this.#client = client
    this.#file = file
    this.#written = written
    this.#context = context
    this.#reader = ByteReader.ofFile(file.fd)
  }

  async run(): Promise<number> {
    try {
      return await this.#restoreAll()
    } catch (error) {
      // What was written is known when all is answered.
      await Promise.allSettled(this.#pending)
      throw error
    }
  }

  async #restoreAll(): Promise<number> {
    let nowMs = await serverTimeMs(this.#client)
    for (const entry of readEntries(this.#reader)) {
      if (entry.kind === 'magic') this.#magic = entry.magic
      else if (entry.kind === 'function') await this.#loadLibrary(entry.code)
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

  async #loadLibrary(code: string): Promise<void> {
    // Each dump of a cluster has them all. What somebody else loaded meanwhile is not replaced.
    if (this.#written.libraries.has(code)) return
    await this.#written.addLibrary(code, this.#client.sendCommand(['FUNCTION', 'LOAD', code]))
  }

  async #restore(entry: KeyEntry): Promise<void> {
    const start = this.#reader.position
    skipValue(this.#reader, entry.type, this.#magic.valkey)
    const body = Buffer.allocUnsafe(this.#reader.position - start)
    await this.#file.read(body, 0, body.length, start)
    if (entry.database !== this.#database) {
      // Sent in one go, keys would come into the database before when the server has none of this number.
      await this.#client.sendCommand(['SELECT', String(entry.database)])
      this.#database = entry.database
    }
    const payload = writePayload(entry.type, body, this.#magic.version)
    this.#send(['RESTORE', entry.key, String(entry.expiresAt ?? 0), payload, 'ABSTTL'])
    this.#pendingBytes += payload.length
  }

  #send(command: readonly (string | Buffer)[]): void {
    const answer = this.#client.sendCommand([...command])
    // Awaited with the batch.
    answer.catch(() => undefined)
    this.#written.add(answer)
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
  const { code, fix } = OF_THE_DESTINATION.find(({ words }) => words.test(why)) ?? UNKNOWN
  return new LifeboatError({
    code,
    what: `${addressOf(connection)} did not take every key of the backup`,
    why,
    fix,
    cause: error,
  })
}

interface Refusal {
  readonly code: ErrorCode
  readonly fix: string
}

const UNKNOWN: Refusal = { code: 'load-failed', fix: 'mend that and restore again' }

/** What a server says that says nothing about the copy. */
const OF_THE_DESTINATION: readonly (Refusal & { readonly words: RegExp })[] = [
  {
    words: /version or checksum|Bad data format/,
    code: 'server-unsupported',
    fix: 'restore into a server of the version that the backup was taken from, or a newer one of the same product, with the same modules',
  },
  {
    words: /^BUSYKEY|^ERR Library .* already exists/,
    code: 'destination-not-empty',
    fix: 'somebody else writes there: keep them from it until the restore is done, empty the server, and restore again',
  },
  {
    words: /^OOM/,
    code: 'disk-full',
    fix: 'raise maxmemory there, or name a server with more memory',
  },
  {
    words: /^NOPERM/,
    code: 'privilege-missing',
    fix: 'grant the login what the server names; docs/engines.md lists what a restore needs',
  },
  {
    words: /^(READONLY|NOREPLICAS|MISCONF)|unknown command|DB index is out of range/,
    code: 'not-supported',
    fix: 'change the setting of that server, or name another one',
  },
]
