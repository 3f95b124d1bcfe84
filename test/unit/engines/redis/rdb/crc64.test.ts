import fc from 'fast-check'
import { expect, test } from 'vitest'
import { Crc64 } from '../../../../../src/engines/redis/rdb/crc64.ts'

function crc(...pieces: readonly Buffer[]): string {
  const sum = new Crc64()
  for (const piece of pieces) sum.update(piece)
  return Buffer.from(sum.digest().toReversed()).toString('hex')
}

/** The definition, a bit at a time. */
function slow(bytes: Buffer): string {
  let sum = 0n
  for (const byte of bytes) {
    sum ^= BigInt(byte)
    for (let bit = 0; bit < 8; bit += 1) sum = (sum >> 1n) ^ ((sum & 1n) * 0x95ac9329ac4bc9b5n)
  }
  return sum.toString(16).padStart(16, '0')
}

test('the published check values', () => {
  expect(crc(Buffer.from('123456789'))).toBe('e9c6d914c4b8d9ca')
  expect(crc()).toBe('0000000000000000')
})

test('bytes in whatever pieces have the sum of the definition', () => {
  fc.assert(
    fc.property(fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 5 }), (arrays) => {
      const pieces = arrays.map((array) => Buffer.from(array))
      expect(crc(...pieces)).toBe(slow(Buffer.concat(pieces)))
    }),
  )
})
