import type { TreeObject } from '../../core/delegation.ts'
import type { DelegatedPart } from '../../core/manifest.ts'
import type { StoredObject, StoreReader } from '../../core/store.ts'
import type { VolumeProblem } from '../volume-check.ts'
import { absentObject, alteredObject } from './object-digest.ts'

export interface TreeComparison {
  /** From its inventory. */
  readonly expected: AsyncIterable<TreeObject>
  readonly tree: DelegatedPart
  readonly store: StoreReader
  /** Is given every object whose size and tag are as they were. */
  readonly same?: (object: TreeObject) => Promise<void>
}

/**
 * Goes through an inventory and a listing side by side, both in the order of their keys, and gives what is missing, was added, or has
 * another size or tag. Neither is ever in memory.
 */
export async function* compareTree({
  expected,
  tree,
  store,
  same,
}: TreeComparison): AsyncGenerator<VolumeProblem> {
  const { prefix } = tree
  const listing = store.list(prefix)[Symbol.asyncIterator]()
  let found = await next(listing)
  for await (const object of expected) {
    const key = prefix + object.name
    for (; found !== undefined && isBefore(found.key, key); found = await next(listing)) {
      yield added(found.key)
    }
    if (found?.key !== key) {
      yield { key, error: absentObject(key, store) }
      continue
    }
    const why = difference(object, found)
    if (why !== undefined) yield { key, error: alteredObject(key, why) }
    else await same?.(object)
    found = await next(listing)
  }
  for (; found !== undefined; found = await next(listing)) yield added(found.key)
}

function difference(object: TreeObject, found: StoredObject): string | undefined {
  if (found.bytes !== object.bytes) return `it has ${found.bytes} bytes instead of ${object.bytes}`
  return object.tag === undefined || found.tag === object.tag ? undefined : 'the store gives it another tag'
}

function added(key: string): VolumeProblem {
  return { key, error: alteredObject(key, 'it was added after the backup: the inventory does not list it') }
}

/** As stores order keys: by their bytes. */
function isBefore(a: string, b: string): boolean {
  return Buffer.compare(Buffer.from(a), Buffer.from(b)) < 0
}

async function next(listing: AsyncIterator<StoredObject>): Promise<StoredObject | undefined> {
  const step = await listing.next()
  return step.done === true ? undefined : step.value
}
