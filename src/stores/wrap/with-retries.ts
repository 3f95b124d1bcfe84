import type { Readable } from 'node:stream'
import pRetry, { type Options } from 'p-retry'
import type { Receipt, StoreAdmin, StoredObject } from '../../core/store.ts'
import { compareKeys } from '../key.ts'
import { streamOf } from '../map-stream-errors.ts'
import { isTransient } from '../store-error.ts'
import { serverSide } from './server-side.ts'

/** How long an outage is waited for. */
export interface Patience {
  readonly retries: number
  /** Before the first retry; doubled for each further one. */
  readonly firstDelayMs: number
  /** After this long no further try is begun. */
  readonly maxMs: number
}

const DEFAULT_PATIENCE: Patience = { retries: 3, firstDelayMs: 500, maxMs: 60_000 }

/**
 * The same store, with everything repeated that may be repeated and that failed for a reason the store calls transient.
 * A listing or a read that breaks half-way goes on where it broke. `upload` is not repeated: its stream is gone.
 */
export function withRetries(store: StoreAdmin, patience: Patience = DEFAULT_PATIENCE): StoreAdmin {
  return new RetryingStore(store, patience)
}

class RetryingStore implements StoreAdmin {
  readonly name: string
  readonly location: string
  address?: NonNullable<StoreAdmin['address']>
  pieces?: NonNullable<StoreAdmin['pieces']>
  readonly #store: StoreAdmin
  readonly #options: Options

  constructor(store: StoreAdmin, patience: Patience) {
    this.name = store.name
    this.location = store.location
    this.#store = store
    const { address, pieces } = serverSide(store)
    if (address !== undefined) this.address = address
    if (pieces !== undefined) this.pieces = (key) => this.#retry(() => pieces(key))
    this.#options = {
      retries: patience.retries,
      minTimeout: patience.firstDelayMs,
      maxRetryTime: patience.maxMs,
      randomize: true,
      shouldRetry: ({ error }) => isTransient(error),
    }
  }

  list(prefix: string): AsyncIterable<StoredObject> {
    return this.#resumed(
      () => this.#store.list(prefix),
      ({ key }) => key,
    )
  }

  listFolders(prefix: string): AsyncIterable<string> {
    return this.#resumed(
      () => this.#store.listFolders(prefix),
      // As keys are ordered: a folder comes where its name with a slash does.
      (name) => `${name}/`,
    )
  }

  async read(key: string, range?: { readonly start: number; readonly end: number }): Promise<Readable> {
    const content = await this.#retry(() => this.#store.read(key, range))
    const current = { content }
    return streamOf(this.#continued(key, current, range), () => current.content.destroy())
  }

  async head(key: string): Promise<StoredObject | undefined> {
    return await this.#retry(() => this.#store.head(key))
  }

  /** Safe to repeat: a try that did reach the store makes the next one `object-exists`, which `putOnce` resolves. */
  async put(key: string, content: Uint8Array): Promise<Receipt> {
    return await this.#retry(() => this.#store.put(key, content))
  }

  async upload(key: string, content: Readable, signal?: AbortSignal): Promise<Receipt> {
    return await this.#store.upload(key, content, signal)
  }

  async now(): Promise<Date> {
    return await this.#retry(() => this.#store.now())
  }

  async remove(key: string): Promise<void> {
    await this.#retry(() => this.#store.remove(key))
  }

  async abortUploads(prefix: string, startedBefore: Date): Promise<readonly string[]> {
    return await this.#retry(() => this.#store.abortUploads(prefix, startedBefore))
  }

  async close(): Promise<void> {
    await this.#store.close()
  }

  async #retry<T>(step: () => Promise<T>): Promise<T> {
    return await pRetry(step, this.#options)
  }

  /** Opens the listing again after a failure and skips what was given already; order makes that possible. */
  async *#resumed<T>(open: () => AsyncIterable<T>, orderOf: (item: T) => string): AsyncGenerator<T> {
    let last: string | undefined
    let items: AsyncIterator<T> | undefined
    const next = async (): Promise<IteratorResult<T>> => {
      items ??= open()[Symbol.asyncIterator]()
      try {
        return await items.next()
      } catch (error) {
        items = undefined
        throw error
      }
    }
    for (;;) {
      const item = await this.#retry(next)
      if (item.done === true) return
      const order = orderOf(item.value)
      if (last !== undefined && compareKeys(order, last) <= 0) continue
      last = order
      yield item.value
    }
  }

  /** Reads on from the byte at which a stream broke; objects never change, so that the two halves belong together. */
  async *#continued(
    key: string,
    current: { content: Readable },
    range: { readonly start: number; readonly end: number } | undefined,
  ): AsyncGenerator<Uint8Array> {
    const end = range?.end ?? Number.MAX_SAFE_INTEGER
    let position = range?.start ?? 0
    for (let breaks = 0; ; breaks += 1) {
      try {
        for await (const chunk of current.content as AsyncIterable<Uint8Array>) {
          position += chunk.length
          breaks = 0
          yield chunk
        }
        return
      } catch (error) {
        if (!isTransient(error) || breaks >= (this.#options.retries ?? 0)) throw error
        current.content = await this.#retry(() => this.#store.read(key, { start: position, end }))
      }
    }
  }
}
