import type { ByteReader } from './byte-reader.ts'
import type { Feed } from './feed.ts'
import { feedExpiringHash, feedExpiringPack, feedValkeyHash } from './expiring-hashes.ts'
import { listpackEntries } from './listpack.ts'
import { malformed, unknownForm } from './malformed.ts'
import { feedModule } from './modules.ts'
import { feedStream } from './streams.ts'
import { feedString, feedText, readCount, readString } from './strings.ts'
import type { ValueFeeds } from './value-feeds.ts'

/** What a key holds, in the words of TYPE. */
export type ValueKind = 'string' | 'list' | 'set' | 'zset' | 'hash' | 'stream' | 'module'

interface Form {
  readonly kind: ValueKind
  readonly read: (reader: ByteReader, feeds: ValueFeeds) => void
}

/** How the same value is written by its size and its server's version; Redis 7 and later write no others. */
const FORMS: Readonly<Record<number, Form>> = {
  0: { kind: 'string', read: (reader, { ordered }) => feedString(reader, ordered) },
  2: { kind: 'set', read: feedSet },
  4: { kind: 'hash', read: feedHash },
  5: { kind: 'zset', read: feedSortedSet },
  7: { kind: 'module', read: feedModule },
  11: { kind: 'set', read: feedIntegers },
  15: { kind: 'stream', read: (reader, { ordered }) => feedStream(reader, ordered, 1) },
  16: { kind: 'hash', read: feedHashPack },
  17: { kind: 'zset', read: feedSortedPack },
  18: { kind: 'list', read: (reader, { ordered }) => feedList(reader, ordered) },
  19: { kind: 'stream', read: (reader, { ordered }) => feedStream(reader, ordered, 2) },
  20: { kind: 'set', read: feedSetPack },
  21: { kind: 'stream', read: (reader, { ordered }) => feedStream(reader, ordered, 3) },
  24: { kind: 'hash', read: feedExpiringHash },
  25: { kind: 'hash', read: feedExpiringPack },
}

/** What Valkey writes since its own versions of the format. */
const VALKEY_FORMS: Readonly<Record<number, Form>> = { 22: { kind: 'hash', read: feedValkeyHash } }
/** Up to here the number of a form means the same in both. */
const LAST_COMMON = 21

/** The form of a value by its number. Throws `server-too-new`. */
export function formOf(type: number, valkey: boolean): Form {
  const forms = valkey && type > LAST_COMMON ? VALKEY_FORMS : FORMS
  const form = forms[type]
  if (form === undefined) throw unknownForm(`a value of the form ${type}`)
  return form
}

/** Lists are nodes of many elements, or of one that is large. */
function feedList(reader: ByteReader, ordered: Feed): void {
  for (let nodes = readCount(reader); nodes > 0; nodes -= 1) {
    const container = readCount(reader)
    if (container === 1) feedString(reader, ordered)
    else if (container === 2)
      for (const entry of listpackEntries(readString(reader))) feedText(ordered, entry)
    else throw malformed(`a list has a node of the unknown form ${container}`)
  }
}

function feedSet(reader: ByteReader, feeds: ValueFeeds): void {
  for (let left = readCount(reader); left > 0; left -= 1) {
    feedString(reader, feeds.element)
    feeds.elementEnds()
  }
}

function feedSetPack(reader: ByteReader, feeds: ValueFeeds): void {
  for (const member of listpackEntries(readString(reader))) {
    feedText(feeds.element, member)
    feeds.elementEnds()
  }
}

function feedIntegers(reader: ByteReader, feeds: ValueFeeds): void {
  const bytes = readString(reader)
  if (bytes.length < 8) throw malformed('a set of integers is shorter than any')
  const size = bytes.readUInt32LE(0)
  const count = bytes.readUInt32LE(4)
  if (![2, 4, 8].includes(size) || bytes.length !== 8 + size * count)
    throw malformed('a set of integers has another length than it says')
  for (let at = 8; at < bytes.length; at += size) {
    const member = size === 8 ? bytes.readBigInt64LE(at) : bytes.readIntLE(at, size)
    feedText(feeds.element, Buffer.from(String(member), 'latin1'))
    feeds.elementEnds()
  }
}

function feedHash(reader: ByteReader, feeds: ValueFeeds): void {
  for (let left = readCount(reader); left > 0; left -= 1) {
    feedString(reader, feeds.element)
    feedString(reader, feeds.element)
    feeds.elementEnds()
  }
}

function feedHashPack(reader: ByteReader, feeds: ValueFeeds): void {
  const entries = listpackEntries(readString(reader))
  for (let at = 0; at < entries.length; at += 2) {
    feedText(feeds.element, part(entries, at))
    feedText(feeds.element, part(entries, at + 1))
    feeds.elementEnds()
  }
}

function feedSortedSet(reader: ByteReader, feeds: ValueFeeds): void {
  for (let left = readCount(reader); left > 0; left -= 1) {
    feedString(reader, feeds.element)
    feedScore(feeds, reader.take(8).readDoubleLE())
  }
}

function feedSortedPack(reader: ByteReader, feeds: ValueFeeds): void {
  const entries = listpackEntries(readString(reader))
  for (let at = 0; at < entries.length; at += 2) {
    feedText(feeds.element, part(entries, at))
    feedScore(feeds, scoreOf(part(entries, at + 1).toString('latin1')))
  }
}

function scoreOf(text: string): number {
  if (text === 'inf') return Infinity
  return text === '-inf' ? -Infinity : Number(text)
}

/** A small sorted set cannot hold −0, so a server that loads one may make 0 of it: they count as equal. */
function feedScore(feeds: ValueFeeds, score: number): void {
  const bytes = Buffer.allocUnsafe(8)
  bytes.writeDoubleLE(score === 0 ? 0 : score)
  feeds.element.bytes(bytes)
  feeds.elementEnds()
}

function part(entries: readonly Buffer[], at: number): Buffer {
  const entry = entries[at]
  if (entry === undefined) throw malformed('a listpack has half a pair')
  return entry
}
