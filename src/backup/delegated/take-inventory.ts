import type { Readable } from 'node:stream'
import pLimit from 'p-limit'
import type { DelegateOptions, TreeObject } from '../../core/delegation.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { DelegatedPart } from '../../core/manifest.ts'
import type { StoredObject, StoreReader } from '../../core/store.ts'
import { stopOnAbort } from '../../runtime/cancelled.ts'
import { encodeObject } from './inventory.ts'
import { alteredObject, ContentDigests, looksLikeMd5, piecesOf } from './object-digest.ts'
import { keyInClear, SecretSearch } from './find-secrets.ts'

const READS_AT_ONCE = 4

export interface InventoryRequest extends DelegateOptions {
  readonly store: StoreReader
  readonly prefix: string
  /** What must not be found in metadata. */
  readonly secrets: readonly string[]
  readonly signal: AbortSignal
}

/** Sums of an inventory, final when its last line was taken. */
export type InventorySums = Pick<DelegatedPart, 'objects' | 'bytes' | 'tags'>

/**
 * Says line by line what lies in a tree that a server has just finished. The store's tags vouch for the content where it has them;
 * read back are the metadata, the first object, which shows whether tags are MD5s, and everything where there are no tags.
 */
export class InventoryTaking {
  readonly #request: InventoryRequest
  #objects = 0
  #bytes = 0
  #untagged = 0
  #strangeTags = 0

  constructor(request: InventoryRequest) {
    this.#request = request
  }

  get sums(): InventorySums {
    const tagged = this.#strangeTags > 0 ? 'opaque' : 'md5'
    return { objects: this.#objects, bytes: this.#bytes, tags: this.#untagged > 0 ? 'none' : tagged }
  }

  async *lines(): AsyncGenerator<string> {
    const { store, prefix, signal } = this.#request
    const limit = pLimit(READS_AT_ONCE)
    const waiting: Promise<TreeObject>[] = []
    for await (const object of store.list(prefix)) {
      signal.throwIfAborted()
      const isFirst = this.#objects === 0
      const described = limit(() => this.#describe(object, isFirst))
      described.catch(() => undefined)
      this.#objects += 1
      this.#bytes += object.bytes
      waiting.push(described)
      if (waiting.length < READS_AT_ONCE) continue
      const first = await waiting.shift()
      if (first !== undefined) yield encodeObject(first)
    }
    for (const described of waiting) yield encodeObject(await described)
    if (this.#objects === 0) throw nothingThere(this.#request)
  }

  async #describe(object: StoredObject, isFirst: boolean): Promise<TreeObject> {
    const { prefix, metadata } = this.#request
    const name = object.key.slice(prefix.length)
    const { bytes, tag } = object
    if (tag === undefined) this.#untagged += 1
    else if (!looksLikeMd5(tag)) this.#strangeTags += 1
    const isRead = tag === undefined || isFirst || metadata?.(name) === true
    if (!isRead) return { name, bytes, tag }
    const sha256 = await this.#readBack(object, metadata?.(name) === true)
    return { name, bytes, sha256, ...(tag === undefined ? {} : { tag }) }
  }

  async #readBack({ key, bytes, tag }: StoredObject, isMetadata: boolean): Promise<string> {
    const { store, secrets, forbidden, signal } = this.#request
    const digests = new ContentDigests(tag === undefined ? undefined : await piecesOf(key, tag, store))
    const search = new SecretSearch(secrets, forbidden)
    const content: Readable = stopOnAbort(await store.read(key), signal)
    let found = 0
    for await (const chunk of content as AsyncIterable<Buffer>) {
      found += chunk.length
      digests.update(chunk)
      if (isMetadata && search.finds(chunk)) throw keyInClear(key)
    }
    if (found !== bytes) throw alteredObject(key, `${found} bytes were read and ${bytes} are listed`)
    if (tag !== undefined && digests.tag(tag) !== tag) this.#strangeTags += 1
    return digests.sha256()
  }
}

function nothingThere({ store, prefix }: InventoryRequest): LifeboatError {
  return new LifeboatError({
    code: 'capture-failed',
    what: `the server says that it has finished, and store ${store.name} holds nothing at ${prefix}`,
    why: 'what the server calls this place leads to another place',
    fix: 'compare how the server reaches the store with the settings of the store',
  })
}
