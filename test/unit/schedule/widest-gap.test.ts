import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fires, type Schedule } from '../../../src/schedule/cron.ts'
import { widestGap } from '../../../src/schedule/widest-gap.ts'
import { anySchedule, anyTime } from '../../support/schedules.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS
const NOW = new Date('2026-11-21T00:00:00Z')

test.each([
  ['17 2 * * *', 'UTC', 24],
  ['17 2 * * *', 'Europe/Berlin', 25],
  ['30 2 * * *', 'Europe/Berlin', 25],
  ['17 1,13 * * *', 'Europe/Berlin', 13],
  ['17 * * * *', 'Europe/Berlin', 1],
  ['*/5 * * * *', 'UTC', 1 / 12],
  ['* * * * *', 'America/New_York', 1 / 60],
  ['*/5 8-18 * * 1-5', 'UTC', 61 + 5 / 60],
  ['17 4 * * 0#1', 'UTC', 35 * 24],
  ['0 0 L * *', 'UTC', 31 * 24],
  ['0 0 29 2 *', 'UTC', 1461 * 24],
])('%s in %s leaves %d hours', (expression, timeZone, hours) => {
  expect(widestGap({ expression, timeZone }, NOW)).toBeCloseTo(hours * HOUR_MS, 3)
})

test('no two fires are further apart, and two are as far apart', () => {
  fc.assert(
    fc.property(anySchedule, anyTime, fc.integer({ min: 1, max: 370 }), (schedule, from, day) => {
      const gap = widestGap(schedule, from)
      expect(widestSeen(schedule, new Date(from.getTime() + day * DAY_MS), 20)).toBeLessThanOrEqual(gap)
    }),
    { numRuns: 20 },
  )
})

test('it is what every fire of the year, looked at one by one, shows', () => {
  const rare = anySchedule.filter(({ expression }) => /^\d+ \d+ /.test(expression))
  fc.assert(
    fc.property(rare, anyTime, (schedule, from) => {
      expect(widestSeen(schedule, from, 800)).toBeGreaterThanOrEqual(widestGap(schedule, from))
    }),
    { numRuns: 8 },
  )
})

function widestSeen(schedule: Schedule, from: Date, days: number): number {
  let widest = 0
  let previous: number | undefined
  for (const fire of fires(schedule, from, new Date(from.getTime() + days * DAY_MS))) {
    widest = Math.max(widest, fire.getTime() - (previous ?? fire.getTime()))
    previous = fire.getTime()
  }
  return widest
}
