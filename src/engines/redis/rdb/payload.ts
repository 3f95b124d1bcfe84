import { Crc64 } from './crc64.ts'
import { malformed } from './malformed.ts'

const FOOTER_BYTES = 10
const FIRST_OF_VALKEY = 80

/** A value as DUMP gives it and RESTORE takes it. */
export interface Payload {
  /** The number of the value's form. */
  readonly type: number
  readonly body: Buffer
  readonly valkey: boolean
}

/** Takes a payload of DUMP apart. */
export function readPayload(payload: Buffer): Payload {
  const end = payload.length - FOOTER_BYTES
  if (end < 1) throw malformed('a value is shorter than any')
  return {
    type: payload.readUInt8(0),
    body: payload.subarray(1, end),
    valkey: payload.readUInt16LE(end) >= FIRST_OF_VALKEY,
  }
}

/** Makes a payload for RESTORE of a value as it stands in a dump of that version of the format. */
export function writePayload(type: number, body: Buffer, version: number): Buffer {
  const payload = Buffer.allocUnsafe(1 + body.length + FOOTER_BYTES)
  payload.writeUInt8(type, 0)
  body.copy(payload, 1)
  payload.writeUInt16LE(version, 1 + body.length)
  const crc = new Crc64()
  crc.update(payload, 0, payload.length - 8)
  crc.digest().copy(payload, payload.length - 8)
  return payload
}
