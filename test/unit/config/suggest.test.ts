import fc from 'fast-check'
import { expect, test } from 'vitest'
import { didYouMean, editDistance, suggestion } from '../../../src/config/suggest.ts'

test.each([
  ['engin', 'engine'],
  ['rop', 'rpo'],
  ['OBJECTIVE', 'objectives'],
  ['scheduel', 'schedule'],
  ['x', undefined],
  ['notify', undefined],
])('%s: %s', (word, expected) => {
  expect(suggestion(word, ['connection', 'engine', 'objectives', 'rpo', 'schedule'])).toBe(expected)
})

test('nothing near is said to be meant', () => {
  expect(didYouMean('notify', ['engine'])).toBe('')
})

test('a distance is one of words: 0 only to itself, the same both ways, at most the longer length', () => {
  const word = fc.stringMatching(/^[a-d]{0,6}$/)
  fc.assert(
    fc.property(word, word, (a, b) => {
      const distance = editDistance(a, b)
      expect(distance === 0).toBe(a === b)
      expect(editDistance(b, a)).toBe(distance)
      expect(distance).toBeLessThanOrEqual(Math.max(a.length, b.length))
      expect(distance).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
    }),
  )
})
