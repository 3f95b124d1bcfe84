import { malformed } from './malformed.ts'

export const MAGIC_BYTES = 9

/** What the first bytes of a dump say about its format. */
export interface Magic {
  readonly valkey: boolean
  /** Of the format, not of the server. */
  readonly version: number
}

/** `REDIS0011`, or `VALKEY080` since the formats went their own ways. Throws `part-malformed`. */
export function readMagic(bytes: Buffer): Magic {
  const found = /^(?:REDIS(\d{4})|VALKEY(\d{3}))$/.exec(bytes.toString('latin1'))
  if (found === null) throw malformed('it does not begin as an RDB file does')
  return { valkey: found[2] !== undefined, version: Number(found[1] ?? found[2]) }
}
