import { Readable } from 'node:stream'

const SLICE_BYTES = 64 * 2 ** 10

/**
 * The bytes as a stream that gives a slice at a time: a whole part handed to a TLS socket at once
 * would be encrypted at once, and every part in flight held twice.
 */
export function streamSlices(bytes: Buffer): Readable {
  return Readable.from(slicesOf(bytes), { objectMode: false, highWaterMark: SLICE_BYTES })
}

function* slicesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += SLICE_BYTES) {
    yield bytes.subarray(start, start + SLICE_BYTES)
  }
}
