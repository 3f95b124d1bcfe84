import { Readable } from 'node:stream'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { linesOf } from '../../../src/runtime/lines.ts'

const cut = (text: string, size: number): Readable => {
  const bytes = Buffer.from(text)
  const count = Math.ceil(bytes.length / size)
  return Readable.from(
    Array.from({ length: count }, (_, index) => bytes.subarray(index * size, (index + 1) * size)),
  )
}

test('every line comes back as it was, wherever the bytes are cut', async () => {
  const line = fc.string({ unit: fc.constantFrom('a', 'é', '🚢', '\r', '\u2028', '\u2029', '\u0085') })
  await fc.assert(
    fc.asyncProperty(fc.array(line), fc.integer({ min: 1, max: 5 }), async (lines, size) => {
      const text = lines.map((each) => `${each}\n`).join('')
      expect(await Readable.from(linesOf(cut(text, size))).toArray()).toEqual(lines)
    }),
  )
})

test('the last needs no end, and what breaks off is an error', async () => {
  expect(await Readable.from(linesOf(cut('a\nb', 1))).toArray()).toEqual(['a', 'b'])
  const broken = Readable.from(
    (async function* () {
      yield Buffer.from('a\nb')
      throw new Error('cut')
    })(),
  )
  await expect(Readable.from(linesOf(broken)).toArray()).rejects.toThrow('cut')
})
