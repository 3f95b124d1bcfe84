import { LifeboatError } from '../core/errors.ts'
import type { StoreReader } from '../core/store.ts'

/** As large as an object written by `put` can be. */
const MAX_BYTES = 16 * 1024 * 1024

/** A small object's bytes; a larger one than `put` can write was not written by us. Throws `object-absent` or `store-refused`. */
export async function readObject(store: StoreReader, key: string): Promise<Buffer> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of (await store.read(key)) as AsyncIterable<Buffer>) {
    length += chunk.length
    if (length > MAX_BYTES) throw tooLarge(store, key)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

function tooLarge(store: StoreReader, key: string): LifeboatError {
  return new LifeboatError({
    code: 'store-refused',
    what: `${key} in store ${store.name} is larger than any object of its kind`,
    why: `it has more than ${MAX_BYTES} bytes`,
    fix: 'find out who wrote it',
  })
}
