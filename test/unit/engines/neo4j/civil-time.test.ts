import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromEpochSeconds, toEpochSeconds } from '../../../../src/engines/neo4j/civil-time.ts'

test('agrees with the calendar of JavaScript wherever that reaches', () => {
  fc.assert(
    fc.property(fc.integer({ min: -8_000_000_000_000, max: 8_000_000_000_000 }), (seconds) => {
      const date = new Date(seconds * 1000)
      expect(fromEpochSeconds(seconds)).toEqual({
        year: date.getUTCFullYear(),
        month: date.getUTCMonth() + 1,
        day: date.getUTCDate(),
        hour: date.getUTCHours(),
        minute: date.getUTCMinutes(),
        second: date.getUTCSeconds(),
      })
    }),
  )
})

test('goes there and back over all years of Neo4j, to the second', () => {
  const edge = 999_999_999n * 365n * 86_400n
  const exact = 2n ** 53n
  const near = 100_000n
  const seconds = fc.oneof(
    fc.bigInt({ min: -edge, max: edge }),
    fc.bigInt({ min: exact - near, max: exact + near }),
    fc.bigInt({ min: -exact - near, max: -exact + near }),
  )
  const offsets = fc.integer({ min: -64_800, max: 64_800 })
  fc.assert(
    fc.property(seconds, offsets, (instant, offset) => {
      const there = fromEpochSeconds(instant, offset)
      expect(BigInt(toEpochSeconds(there, offset))).toBe(instant)
      expect(Number.isInteger(there.second) && there.second >= 0 && there.second < 60).toBe(true)
    }),
  )
})
