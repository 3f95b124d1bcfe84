import type { ByteReader } from './byte-reader.ts'
import type { KeyEntry } from './entries.ts'
import { HashFeed, NO_FEED } from './feed.ts'
import { DigestSum } from './sum.ts'
import type { ValueFeeds } from './value-feeds.ts'
import { formOf, type ValueKind } from './values.ts'

/** A key, digested. */
export interface DigestedKey {
  readonly kind: ValueKind
  /** One character a byte. */
  readonly digest: string
  /** The type of the module whose value it is. */
  readonly module: string | undefined
}

/** Digests keys with their values and expiries, the same however a server holds them in memory. */
export class KeyDigester {
  readonly #whole: HashFeed
  readonly #elements = new DigestSum()
  readonly #feeds: ValueFeeds
  readonly #sumBytes = Buffer.allocUnsafe(16)
  #module: string | undefined

  /** The seed makes the digests of two backups unlike. */
  constructor(seed: string) {
    this.#whole = new HashFeed(seed)
    const element = new HashFeed(seed)
    this.#feeds = {
      ordered: this.#whole,
      element,
      elementEnds: () => this.#elements.add(element.end()),
      ofModule: (name) => {
        this.#module = name
      },
    }
  }

  /** Reads the value of an entry and digests all of it. */
  digest(
    reader: ByteReader,
    entry: Pick<KeyEntry, 'key' | 'expiresAt' | 'type'>,
    valkey: boolean,
  ): DigestedKey {
    const form = formOf(entry.type, valkey)
    this.#module = undefined
    this.#whole.bytes(KIND_MARKS[form.kind])
    this.#whole.number(entry.expiresAt === undefined ? 0 : entry.expiresAt + 1)
    this.#whole.number(entry.key.length)
    this.#whole.bytes(entry.key)
    form.read(reader, this.#feeds)
    if (this.#elements.count > 0) this.#addElements()
    return { kind: form.kind, digest: this.#whole.end(), module: this.#module }
  }

  #addElements(): void {
    const { total, count } = this.#elements
    this.#sumBytes.writeBigUInt64LE(total & 0xffffffffffffffffn, 0)
    this.#sumBytes.writeBigUInt64LE(total >> 64n, 8)
    this.#whole.number(count)
    this.#whole.bytes(this.#sumBytes)
    this.#elements.clear()
  }
}

const SKIPPED: ValueFeeds = {
  ordered: NO_FEED,
  element: NO_FEED,
  elementEnds: () => undefined,
  ofModule: () => undefined,
}

/** Passes over the value of an entry. */
export function skipValue(reader: ByteReader, type: number, valkey: boolean): void {
  formOf(type, valkey).read(reader, SKIPPED)
}

const KIND_MARKS: Readonly<Record<ValueKind, Buffer>> = {
  string: Buffer.from('s'),
  list: Buffer.from('l'),
  set: Buffer.from('m'),
  zset: Buffer.from('z'),
  hash: Buffer.from('h'),
  stream: Buffer.from('x'),
  module: Buffer.from('o'),
}
