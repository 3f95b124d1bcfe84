import { createHash } from 'node:crypto'
import { isLifeboatError } from '../core/errors.ts'
import type { StoreReader } from '../core/store.ts'

/** Lower-case hex SHA-256 of an object of any size; undefined when there is none. */
export async function digestObject(store: StoreReader, key: string): Promise<string | undefined> {
  try {
    const hash = createHash('sha256')
    for await (const chunk of await store.read(key)) hash.update(chunk as Uint8Array)
    return hash.digest('hex')
  } catch (error) {
    if (isLifeboatError(error, 'object-absent')) return undefined
    throw error
  }
}
