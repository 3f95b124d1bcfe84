import type { ByteWriter } from './byte-writer.ts'
import type { JsonCursor } from './json-cursor.ts'
import { malformed } from './malformed.ts'

const QUOTE = 0x22
const INTEGER_ID = 0
const UUID_ID = 1

/** Writes the id of a point, so that no number looks like a UUID. */
export function writeId(cursor: JsonCursor, writer: ByteWriter): void {
  if (cursor.peek() !== QUOTE) {
    writer.uint8(INTEGER_ID)
    writer.uint64(integerId(cursor.valueText()))
    return
  }
  const hex = cursor.string().replaceAll('-', '')
  if (!/^[0-9a-f]{32}$/.test(hex)) throw malformed('an id is neither a number nor a UUID')
  writer.uint8(UUID_ID)
  writer.raw(Buffer.from(hex, 'hex'))
}

function integerId(text: string): bigint {
  if (!/^\d{1,20}$/.test(text)) throw malformed('an id is neither a number nor a UUID')
  return BigInt(text)
}
