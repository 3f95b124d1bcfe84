import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { StoreReader } from '../../../src/core/store.ts'

const PATTERN = Buffer.alloc(1 << 16, 'a backup is only as good as the restore of it\n')

/** A stream of so many bytes, every 64 KiB different from the others, and the digest of all. */
export function bytesOf(length: number): { readonly content: Readable; readonly sha256: string } {
  const hash = createHash('sha256')
  for (const chunk of chunksOf(length)) hash.update(chunk)
  return { content: Readable.from(chunksOf(length), { objectMode: false }), sha256: hash.digest('hex') }
}

/** A stream that gives so many bytes and then fails. */
export function brokenAfter(length: number, error: Error): Readable {
  return Readable.from(
    (function* broken() {
      yield* chunksOf(length)
      throw error
    })(),
    { objectMode: false },
  )
}

/** A stream that gives so many bytes and then nothing more, without ending. */
export function stalledAfter(length: number): Readable {
  const chunks = chunksOf(length)
  return new Readable({
    read() {
      const next = chunks.next()
      if (next.done !== true) this.push(next.value)
    },
  })
}

export async function textOf(
  store: StoreReader,
  key: string,
  range?: { start: number; end: number },
): Promise<string> {
  const chunks: Uint8Array[] = []
  for await (const chunk of await store.read(key, range)) chunks.push(chunk as Uint8Array)
  return Buffer.concat(chunks).toString()
}

export async function digestOf(store: StoreReader, key: string): Promise<string> {
  const hash = createHash('sha256')
  for await (const chunk of await store.read(key)) hash.update(chunk as Uint8Array)
  return hash.digest('hex')
}

export async function keysOf(store: StoreReader, prefix: string): Promise<string[]> {
  const objects = await collect(store.list(prefix))
  return objects.map(({ key }) => key)
}

export async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const collected: T[] = []
  for await (const item of items) collected.push(item)
  return collected
}

function* chunksOf(length: number): Generator<Buffer> {
  for (let given = 0; given < length; given += PATTERN.length) {
    const chunk = Buffer.from(PATTERN.subarray(0, Math.min(PATTERN.length, length - given)))
    chunk.writeUInt8((given / PATTERN.length) % 256, 0)
    yield chunk
  }
}
