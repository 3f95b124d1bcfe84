import { open } from 'node:fs/promises'
import { LifeboatError } from '../../core/errors.ts'

const HEAD_BYTES = 4096
const OPCODE_AUX = 0xfa
const OPCODE_EOF = 0xff
const CHECKSUM_BYTES = 8
const YEAR_10000 = Date.UTC(10_000, 0)

/** The facts that an RDB file tells about itself (RDB version 5 and later). */
export interface RdbHeader {
  readonly rdbVersion: number
  /** AUX fields such as `redis-ver` and `ctime` (seconds). */
  readonly fields: ReadonlyMap<string, string>
}

/** Reads an RDB file's head and checks its magic and its end marker. Throws `part-malformed`. */
export async function readRdbHeader(path: string): Promise<RdbHeader> {
  await using file = await open(path, 'r')
  const { size } = await file.stat()
  const head = Buffer.alloc(Math.min(HEAD_BYTES, size))
  await file.read(head, 0, head.length, 0)
  const magic = /^REDIS(\d{4})$/.exec(head.subarray(0, 9).toString('latin1'))
  if (magic === null || size < 9 + 1 + CHECKSUM_BYTES)
    throw malformed('it does not begin as an RDB file does')
  const end = Buffer.alloc(1)
  await file.read(end, 0, 1, size - CHECKSUM_BYTES - 1)
  if (end[0] !== OPCODE_EOF) throw malformed('its end marker is missing: it was cut short')
  return { rdbVersion: Number(magic[1]), fields: readFields(head, 9) }
}

/** When the dump was made, by the server's clock. Throws `part-malformed`: a backup of an unknown instant meets no objective. */
export function instantOf({ fields }: RdbHeader): string {
  const ctime = fields.get('ctime') ?? ''
  const at = new Date(Number(ctime) * 1000)
  if (!/^\d+$/.test(ctime) || !(at.getTime() > 0 && at.getTime() < YEAR_10000)) {
    throw malformed('its head does not say when it was made')
  }
  return at.toISOString()
}

/** The AUX fields at the beginning; reading stops at the first other opcode. */
function readFields(bytes: Buffer, start: number): Map<string, string> {
  const fields = new Map<string, string>()
  let at = start
  while (bytes[at] === OPCODE_AUX) {
    const key = readString(bytes, at + 1)
    const value = readString(bytes, key.next)
    fields.set(key.text, value.text)
    at = value.next
  }
  return fields
}

/** An RDB string: 6- or 14-bit length, or an 8-, 16- or 32-bit little-endian integer. */
function readString(bytes: Buffer, at: number): { readonly text: string; readonly next: number } {
  const first = bytes[at]
  if (first === undefined || at + 5 > bytes.length) throw malformed('its head ends in the middle of a field')
  if (first < 0x40) return slice(bytes, at + 1, first)
  if (first < 0x80) return slice(bytes, at + 2, ((first & 0x3f) << 8) | bytes.readUInt8(at + 1))
  if (first === 0xc0) return { text: String(bytes.readInt8(at + 1)), next: at + 2 }
  if (first === 0xc1) return { text: String(bytes.readInt16LE(at + 1)), next: at + 3 }
  if (first === 0xc2) return { text: String(bytes.readInt32LE(at + 1)), next: at + 5 }
  throw malformed(`a field of its head has the unknown length form ${first}`)
}

function slice(
  bytes: Buffer,
  start: number,
  length: number,
): { readonly text: string; readonly next: number } {
  return { text: bytes.subarray(start, start + length).toString('utf8'), next: start + length }
}

function malformed(why: string): LifeboatError {
  return new LifeboatError({ code: 'part-malformed', what: 'the Redis dump is damaged', why })
}
