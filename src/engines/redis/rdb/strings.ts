import type { ByteReader } from './byte-reader.ts'
import type { Feed } from './feed.ts'
import { decompress } from './lzf.ts'
import { malformed } from './malformed.ts'

/** Special encodings of a string are lengths below zero. */
const ENCODING = { int8: -1, int16: -2, int32: -3, lzf: -4 } as const

/** A length of up to 63 bits, or below zero the special encoding of the string that follows. */
export function readLength(reader: ByteReader): number {
  const first = reader.byte()
  if (first < 0x40) return first
  if (first < 0x80) return ((first & 0x3f) << 8) | reader.byte()
  if (first === 0x80) return reader.take(4).readUInt32BE()
  if (first === 0x81) return Number(reader.take(8).readBigUInt64BE())
  if (first >= 0xc0 && first <= 0xc3) return 0xbf - first
  throw malformed(`an unknown form of length, ${first}`)
}

/** A number that is written as lengths are, exactly. */
export function readNumber(reader: ByteReader): number | bigint {
  const first = reader.byte()
  if (first < 0x40) return first
  if (first < 0x80) return ((first & 0x3f) << 8) | reader.byte()
  if (first === 0x80) return reader.take(4).readUInt32BE()
  if (first === 0x81) return reader.take(8).readBigUInt64BE()
  throw malformed(`an unknown form of number, ${first}`)
}

/** How many of something follow. */
export function readCount(reader: ByteReader): number {
  const count = readLength(reader)
  if (count < 0 || !Number.isSafeInteger(count)) throw malformed(`an impossible count, ${count}`)
  return count
}

/** Passes a string on: its length, then its bytes. */
export function feedString(reader: ByteReader, feed: Feed): void {
  const length = readLength(reader)
  if (length >= 0) {
    feed.number(length)
    reader.pieces(length, (piece) => feed.bytes(piece))
  } else if (length === ENCODING.lzf) {
    const compressed = readCount(reader)
    const full = readCount(reader)
    feed.number(full)
    decompress(reader, { compressed, full }, (piece) => feed.bytes(piece))
  } else {
    const text = Buffer.from(String(readInteger(reader, length)), 'latin1')
    feed.number(text.length)
    feed.bytes(text)
  }
}

/** A text as `feedString` passes it on. */
export function feedText(feed: Feed, text: Buffer): void {
  feed.number(text.length)
  feed.bytes(text)
}

/** A whole string: for keys, names and blobs that are small. */
export function readString(reader: ByteReader): Buffer {
  const length = readLength(reader)
  if (length >= 0) return Buffer.from(reader.take(length))
  if (length !== ENCODING.lzf) return Buffer.from(String(readInteger(reader, length)), 'latin1')
  const compressed = readCount(reader)
  const full = readCount(reader)
  const pieces: Buffer[] = []
  decompress(reader, { compressed, full }, (piece) => pieces.push(Buffer.from(piece)))
  return pieces.length === 1 ? (pieces[0] ?? Buffer.alloc(0)) : Buffer.concat(pieces)
}

function readInteger(reader: ByteReader, encoding: number): number {
  if (encoding === ENCODING.int8) return reader.take(1).readInt8()
  if (encoding === ENCODING.int16) return reader.take(2).readInt16LE()
  return reader.take(4).readInt32LE()
}
