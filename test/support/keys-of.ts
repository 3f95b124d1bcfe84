import type { StoreReader } from '../../src/core/store.ts'

/** Every key that a store holds below a prefix. */
export async function keysOf(store: StoreReader, prefix: string): Promise<readonly string[]> {
  const keys: string[] = []
  for await (const { key } of store.list(prefix)) keys.push(key)
  return keys
}
