import fc from 'fast-check'
import { expect, test } from 'vitest'
import { DumpChecker } from '../../../../../src/engines/redis/rdb/checked-bytes.ts'
import { Crc64 } from '../../../../../src/engines/redis/rdb/crc64.ts'

function dump(body: Uint8Array, checksum?: Buffer): Buffer {
  const content = Buffer.concat([Buffer.from('REDIS0010'), body, Buffer.from([0xff])])
  const crc = new Crc64()
  crc.update(content)
  return Buffer.concat([content, checksum ?? crc.digest()])
}

function check(bytes: Buffer, size: number): string {
  const checker = new DumpChecker()
  for (let at = 0; at < bytes.length; at += size) checker.add(bytes.subarray(at, at + size))
  return checker.end()
}

test('a right checksum is right in whatever pieces it comes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 60 }), fc.integer({ min: 1, max: 30 }), (body, size) => {
      expect(check(dump(body), size)).toBe('right')
    }),
  )
})

test('a checksum of zero is none', () => {
  expect(check(dump(Buffer.from('abc'), Buffer.alloc(8)), 5)).toBe('none')
})

test('every flipped bit and every cut is noticed', () => {
  const bytes = dump(Buffer.from('some keys and values'))
  for (let bit = 0; bit < bytes.length * 8; bit += 1) {
    const flipped = Buffer.from(bytes)
    flipped[bit >> 3]! ^= 1 << (bit & 7)
    expect(() => check(flipped, 7), `bit ${bit}`).toThrow(expect.objectContaining({ code: 'part-malformed' }))
  }
  for (let length = 0; length < bytes.length; length += 1) {
    expect(() => check(bytes.subarray(0, length), 7), `${length} bytes`).toThrow('damaged')
  }
})
