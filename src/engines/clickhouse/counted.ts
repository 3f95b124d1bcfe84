import { Transform } from 'node:stream'
import { crc32 } from 'node:zlib'
import { LifeboatError } from '../../core/errors.ts'
import type { StoredRows } from './schema-part.ts'

/** What passed through a stream. */
export interface Passed {
  bytes: number
  crc32: number
}

/** Lets bytes through and counts them. */
export function countBytes(passed: Passed): Transform {
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      passed.bytes += chunk.length
      passed.crc32 = crc32(chunk, passed.crc32)
      done(null, chunk)
    },
  })
}

/** Throws `part-malformed` where a part gave other bytes than were captured. */
export function requireSame(stored: StoredRows, passed: Passed): void {
  if (passed.bytes === stored.bytes && passed.crc32 === stored.crc32) return
  throw new LifeboatError({
    code: 'part-malformed',
    what: `${stored.part} does not hold what was captured`,
    why: `${passed.bytes} bytes of ${stored.bytes}, checksum ${passed.crc32} instead of ${stored.crc32}`,
  })
}
