import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ContentDigests } from '../../../../src/backup/delegated/object-digest.ts'

const md5 = (bytes: Uint8Array): Buffer => createHash('md5').update(bytes).digest()

test('gives the tag that S3 gives content in pieces of any size, however the bytes arrive', () => {
  const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 50 }), { minLength: 1, maxLength: 6 })
  fc.assert(
    fc.property(pieces, fc.integer({ min: 1, max: 60 }), (contents, step) => {
      const whole = Buffer.concat(contents)
      const digests = new ContentDigests(contents.map(({ length }) => length))
      for (let at = 0; at < whole.length; at += step) digests.update(whole.subarray(at, at + step))
      const expected = `${md5(Buffer.concat(contents.map(md5))).toString('hex')}-${contents.length}`
      expect(digests.tag(expected)).toBe(expected)
      expect(digests.sha256()).toBe(createHash('sha256').update(whole).digest('hex'))
    }),
  )
})

test('gives the MD5 of what came by one request', () => {
  const digests = new ContentDigests([])
  digests.update(Buffer.from('hello'))
  expect(digests.tag('0'.repeat(32))).toBe('5d41402abc4b2a76b9719d911017c592')
})
