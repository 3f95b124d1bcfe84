import { malformed } from './malformed.ts'

const HEADER_BYTES = 6
const END = 0xff

/** One entry, and where the next one begins. */
interface Entry {
  readonly bytes: Buffer
  readonly next: number
}

/** The entries of a listpack, in order; whole numbers as their decimal text. Throws `part-malformed`. */
export function listpackEntries(pack: Buffer): Buffer[] {
  if (pack.length <= HEADER_BYTES || pack.readUInt32LE() !== pack.length || pack.at(-1) !== END) {
    throw malformed('a listpack has another length than it says')
  }
  const entries: Buffer[] = []
  try {
    for (let at = HEADER_BYTES; at < pack.length - 1;) {
      const { bytes, next } = entryAt(pack, at)
      entries.push(bytes)
      at = next + sizeOfLength(next - at)
    }
  } catch (error) {
    if (error instanceof RangeError) throw malformed('a listpack ends in the middle of an entry')
    throw error
  }
  return entries
}

function entryAt(pack: Buffer, at: number): Entry {
  const first = pack.readUInt8(at)
  if (first < 0x80) return integer(first, at + 1)
  if (first < 0xc0) return text(pack, at + 1, first & 0x3f)
  if (first < 0xe0) return integer(((((first & 0x1f) << 8) | pack.readUInt8(at + 1)) << 19) >> 19, at + 2)
  if (first < 0xf0) return text(pack, at + 2, ((first & 0x0f) << 8) | pack.readUInt8(at + 1))
  if (first === 0xf0) return text(pack, at + 5, pack.readUInt32LE(at + 1))
  if (first === 0xf1) return integer(pack.readInt16LE(at + 1), at + 3)
  if (first === 0xf2) return integer(pack.readIntLE(at + 1, 3), at + 4)
  if (first === 0xf3) return integer(pack.readInt32LE(at + 1), at + 5)
  if (first === 0xf4) return integer(pack.readBigInt64LE(at + 1), at + 9)
  throw malformed(`a listpack has an entry of the unknown form ${first}`)
}

function integer(value: number | bigint, next: number): Entry {
  return { bytes: Buffer.from(String(value), 'latin1'), next }
}

function text(pack: Buffer, start: number, length: number): Entry {
  const next = start + length
  if (next > pack.length) throw malformed('a listpack ends in the middle of an entry')
  return { bytes: pack.subarray(start, next), next }
}

/** Every entry is followed by its own length, seven bits a byte. */
function sizeOfLength(size: number): number {
  if (size < 2 ** 7) return 1
  if (size < 2 ** 14) return 2
  if (size < 2 ** 21) return 3
  return size < 2 ** 28 ? 4 : 5
}
