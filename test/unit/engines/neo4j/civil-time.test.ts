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

test('goes there and back over all years of Neo4j', () => {
  const edge = 999_999_999 * 365 * 86_400
  fc.assert(
    fc.property(fc.integer({ min: -edge, max: edge }), (seconds) => {
      expect(toEpochSeconds(fromEpochSeconds(seconds))).toBe(seconds)
    }),
  )
})
