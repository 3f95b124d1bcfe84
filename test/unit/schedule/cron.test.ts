import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fires, isTimeZone, nextFire, previousFire, scheduleFault } from '../../../src/schedule/cron.ts'
import { anySchedule, anyTime } from '../../support/schedules.ts'

const night = { expression: '17 2 * * *', timeZone: 'UTC' }
const at = (text: string): Date => new Date(text)

test('the next fire is after the time, the previous one at or before it', () => {
  expect(nextFire(night, at('2026-11-21T02:17:00Z'))).toEqual(at('2026-11-22T02:17:00Z'))
  expect(nextFire(night, at('2026-11-21T02:16:59.999Z'))).toEqual(at('2026-11-21T02:17:00Z'))
  expect(previousFire(night, at('2026-11-21T02:17:00Z'))).toEqual(at('2026-11-21T02:17:00Z'))
  expect(previousFire(night, at('2026-11-21T02:16:59.999Z'))).toEqual(at('2026-11-20T02:17:00Z'))
})

test('0#1 is the first Sunday of a month', () => {
  const drills = { expression: '17 4 * * 0#1', timeZone: 'UTC' }
  expect([...fires(drills, at('2026-11-02T00:00:00Z'), at('2027-01-03T04:17:00Z'))]).toEqual([
    at('2026-12-06T04:17:00Z'),
    at('2027-01-03T04:17:00Z'),
  ])
})

test('a night that has no 02:30 is served at 03:00', () => {
  const schedule = { expression: '30 2 * * *', timeZone: 'Europe/Berlin' }
  expect(nextFire(schedule, at('2027-03-27T12:00:00Z'))).toEqual(at('2027-03-28T01:00:00Z'))
})

test('what fires next is the previous fire of its own instant, and nothing fires in between', () => {
  fc.assert(
    fc.property(anySchedule, anyTime, (schedule, time) => {
      const next = nextFire(schedule, time)
      if (next === undefined) return
      expect(next.getTime()).toBeGreaterThan(time.getTime())
      expect(previousFire(schedule, next)).toEqual(next)
      const before = previousFire(schedule, new Date(next.getTime() - 1000))
      expect(before?.getTime() ?? 0).toBeLessThanOrEqual(time.getTime())
    }),
  )
})

test.each([
  ['17 2 * * *', undefined],
  ['*/5 8-18 * * MON-FRI', undefined],
  ['17 2 * *', 'it needs five fields: minute, hour, day, month, weekday'],
  ['@daily', 'it needs five fields: minute, hour, day, month, weekday'],
  ['0 17 2 * * *', 'it needs five fields: minute, hour, day, month, weekday'],
  ['61 2 * * *', 'Invalid value for minute: 61'],
  ['0 0 31 2 *', 'it never fires'],
])('%s: %s', (expression, fault) => {
  expect(scheduleFault(expression)).toBe(fault)
})

test('time zones are those of the IANA', () => {
  expect(['UTC', 'Europe/Berlin', 'Mars/Olympus', ''].map(isTimeZone)).toEqual([true, true, false, false])
})
