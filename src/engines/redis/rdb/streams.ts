import type { ByteReader } from './byte-reader.ts'
import type { Feed } from './feed.ts'
import { feedString, readCount, readNumber } from './strings.ts'

const ID_BYTES = 16
const TIME_BYTES = 8

/**
 * A stream with its groups, their consumers and what is pending. When a consumer was last seen is left out: servers note
 * it without telling their replicas, so it may differ where nothing else does.
 */
export function feedStream(reader: ByteReader, feed: Feed, version: 1 | 2 | 3): void {
  repeat(reader, feed, () => {
    feedString(reader, feed)
    feedString(reader, feed)
  })
  // Length and last id; then first id, greatest deleted id, entries added.
  feedNumbers(reader, feed, version === 1 ? 3 : 8)
  repeat(reader, feed, () => feedGroup(reader, feed, version))
}

function feedGroup(reader: ByteReader, feed: Feed, version: 1 | 2 | 3): void {
  feedString(reader, feed)
  feedNumbers(reader, feed, version === 1 ? 2 : 3)
  repeat(reader, feed, () => {
    feed.bytes(reader.take(ID_BYTES + TIME_BYTES))
    feedNumbers(reader, feed, 1)
  })
  repeat(reader, feed, () => {
    feedString(reader, feed)
    reader.take(version === 3 ? 2 * TIME_BYTES : TIME_BYTES)
    repeat(reader, feed, () => feed.bytes(reader.take(ID_BYTES)))
  })
}

function feedNumbers(reader: ByteReader, feed: Feed, count: number): void {
  for (let left = count; left > 0; left -= 1) feed.number(readNumber(reader))
}

function repeat(reader: ByteReader, feed: Feed, read: () => void): void {
  const count = readCount(reader)
  feed.number(count)
  for (let left = count; left > 0; left -= 1) read()
}
