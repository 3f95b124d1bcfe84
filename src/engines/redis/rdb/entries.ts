import type { ByteReader } from './byte-reader.ts'
import { NO_FEED } from './feed.ts'
import { MAGIC_BYTES, readMagic, type Magic } from './magic.ts'
import { malformed, unknownForm } from './malformed.ts'
import { feedMarked, moduleTypeName } from './modules.ts'
import { readCount, readLength, readNumber, readString } from './strings.ts'

const OPCODE = {
  slotInfo: 244,
  function: 245,
  moduleAux: 247,
  idle: 248,
  frequency: 249,
  aux: 250,
  resize: 251,
  expiryMs: 252,
  expirySeconds: 253,
  database: 254,
  end: 255,
} as const

const LAST_FORM = 240

/** A key; its value stands at the reader's position and must be read before the next entry is asked for. */
export interface KeyEntry {
  readonly kind: 'key'
  readonly database: number
  readonly key: Buffer
  /** Milliseconds since 1970, absent for a key that stays. */
  readonly expiresAt: number | undefined
  /** The number of its value's form. */
  readonly type: number
}

/** What a dump holds, in its order. `start` and `position` of the reader delimit what was read. */
export type DumpEntry =
  | KeyEntry
  | { readonly kind: 'magic'; readonly magic: Magic }
  | { readonly kind: 'fact'; readonly name: string; readonly value: string }
  | { readonly kind: 'function'; readonly code: string }
  | { readonly kind: 'module'; readonly name: string }
  | { readonly kind: 'hint' }
  | { readonly kind: 'end' }

/** Reads a dump from its magic to its end marker. Throws `part-malformed` or `server-too-new`. */
export function* readEntries(reader: ByteReader): Generator<DumpEntry, void, undefined> {
  yield { kind: 'magic', magic: readMagic(reader.take(MAGIC_BYTES)) }
  let database = 0
  let expiresAt: number | undefined
  for (;;) {
    const opcode = reader.byte()
    if (opcode === OPCODE.expiryMs) expiresAt = Number(reader.take(8).readBigInt64LE())
    else if (opcode === OPCODE.expirySeconds) expiresAt = reader.take(4).readInt32LE() * 1000
    else if (opcode === OPCODE.idle) readLength(reader)
    else if (opcode === OPCODE.frequency) reader.byte()
    else if (opcode <= LAST_FORM) {
      yield { kind: 'key', database, key: readString(reader), expiresAt, type: opcode }
      expiresAt = undefined
    } else {
      if (opcode === OPCODE.database) database = readCount(reader)
      const entry = opcode === OPCODE.database ? HINT : readOther(reader, opcode)
      yield entry
      if (entry.kind === 'end') return
    }
  }
}

const HINT: DumpEntry = { kind: 'hint' }

function readOther(reader: ByteReader, opcode: number): DumpEntry {
  switch (opcode) {
    case OPCODE.aux:
      return { kind: 'fact', name: readString(reader).toString(), value: readString(reader).toString() }
    case OPCODE.function:
      return { kind: 'function', code: readString(reader).toString() }
    case OPCODE.moduleAux:
      return readModuleFact(reader)
    case OPCODE.resize:
      return readNumbers(reader, 2)
    case OPCODE.slotInfo:
      return readNumbers(reader, 3)
    case OPCODE.end:
      return { kind: 'end' }
    default:
      throw unknownForm(`an entry of the kind ${opcode}`)
  }
}

function readNumbers(reader: ByteReader, count: number): DumpEntry {
  for (let left = count; left > 0; left -= 1) readNumber(reader)
  return HINT
}

/** When the module wants to read it stands in front, as a number. */
function readModuleFact(reader: ByteReader): DumpEntry {
  const name = moduleTypeName(readNumber(reader))
  if (Number(readNumber(reader)) !== 2) throw malformed('a module has written something of another form')
  readNumber(reader)
  feedMarked(reader, NO_FEED)
  return { kind: 'module', name }
}
