import type { ByteReader } from './byte-reader.ts'
import type { Feed } from './feed.ts'
import { malformed } from './malformed.ts'
import { feedString, readNumber } from './strings.ts'
import type { ValueFeeds } from './value-feeds.ts'

const OPCODE = { end: 0, signed: 1, unsigned: 2, float: 3, double: 4, string: 5 } as const
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const NAME_LENGTH = 9
const VERSION_BITS = 10n

/** A module's value as the module wrote it: marked so that it can be read without knowing the module. */
export function feedModule(reader: ByteReader, feeds: ValueFeeds): void {
  const id = readNumber(reader)
  feeds.ofModule(moduleTypeName(id))
  feeds.ordered.number(id)
  feedMarked(reader, feeds.ordered)
}

/** What follows a module's id, up to its end. */
export function feedMarked(reader: ByteReader, feed: Feed): void {
  for (;;) {
    const opcode = Number(readNumber(reader))
    feed.number(opcode)
    if (opcode === OPCODE.end) return
    if (opcode === OPCODE.signed || opcode === OPCODE.unsigned) feed.number(readNumber(reader))
    else if (opcode === OPCODE.float) feed.bytes(reader.take(4))
    else if (opcode === OPCODE.double) feed.bytes(reader.take(8))
    else if (opcode === OPCODE.string) feedString(reader, feed)
    else throw malformed(`a module's value has a piece of the unknown form ${opcode}`)
  }
}

/** The name of a module's type, nine characters that stand in its id. */
export function moduleTypeName(id: number | bigint): string {
  let bits = BigInt(id) >> VERSION_BITS
  let name = ''
  for (let left = NAME_LENGTH; left > 0; left -= 1) {
    name = (ALPHABET[Number(bits & 63n)] ?? '') + name
    bits >>= 6n
  }
  return name
}
