import type { ByteReader } from './byte-reader.ts'
import { listpackEntries } from './listpack.ts'
import { malformed } from './malformed.ts'
import { feedString, feedText, readCount, readNumber, readString } from './strings.ts'
import type { ValueFeeds } from './value-feeds.ts'

/** Redis 7.4: each field with its expiry, counted from the earliest one; 0 is none. */
export function feedExpiringHash(reader: ByteReader, feeds: ValueFeeds): void {
  const earliest = reader.take(8).readBigInt64LE()
  for (let left = readCount(reader); left > 0; left -= 1) {
    const after = BigInt(readNumber(reader))
    feedString(reader, feeds.element)
    feedString(reader, feeds.element)
    endField(feeds, after === 0n ? 0n : earliest + after - 1n)
  }
}

/** The same in a listpack, with expiries as they are. */
export function feedExpiringPack(reader: ByteReader, feeds: ValueFeeds): void {
  reader.take(8)
  const entries = listpackEntries(readString(reader))
  for (let at = 0; at < entries.length; at += 3) {
    const [field, value, expiry] = entries.slice(at, at + 3)
    if (field === undefined || value === undefined || expiry === undefined)
      throw malformed('a listpack has half a field')
    feedText(feeds.element, field)
    feedText(feeds.element, value)
    endField(feeds, BigInt(expiry.toString('latin1')))
  }
}

/** Valkey 9: field, value, expiry; −1 is none. */
export function feedValkeyHash(reader: ByteReader, feeds: ValueFeeds): void {
  for (let left = readCount(reader); left > 0; left -= 1) {
    feedString(reader, feeds.element)
    feedString(reader, feeds.element)
    const expiry = reader.take(8).readBigInt64LE()
    endField(feeds, expiry < 0n ? 0n : expiry)
  }
}

/** A field that does not expire is as in a hash that knows no expiries. */
function endField(feeds: ValueFeeds, expiry: bigint): void {
  if (expiry !== 0n) feeds.element.number(expiry)
  feeds.elementEnds()
}
