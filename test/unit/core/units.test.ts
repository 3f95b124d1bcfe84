import { expect, test } from 'vitest'
import { parseDuration, parseSize } from '../../../src/core/units.ts'

test.each([
  ['25h', 90_000_000],
  ['30m', 1_800_000],
  ['7d', 604_800_000],
  ['1h30m', 5_400_000],
  ['250ms', 250],
  ['2w', 1_209_600_000],
])('%s is %d milliseconds', (text, expected) => {
  expect(parseDuration(text)).toBe(expected)
})

test.each(['', '5', 'h', '5 h', '-5h', '1.5h', '5H', '9007199254740992d'])('%j is no duration', (text) => {
  expect(parseDuration(text)).toBeUndefined()
})

test.each([
  ['32GiB', 34_359_738_368],
  ['512MiB', 536_870_912],
  ['1B', 1],
])('%s is %d bytes', (text, expected) => {
  expect(parseSize(text)).toBe(expected)
})

test.each(['', '5', '5GB', '5 GiB', '-1B'])('%j is no size', (text) => {
  expect(parseSize(text)).toBeUndefined()
})
