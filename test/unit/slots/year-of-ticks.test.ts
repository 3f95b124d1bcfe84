import { expect, test } from 'vitest'
import { fires } from '../../../src/schedule/cron.ts'
import type { Period } from '../../../src/schedule/due.ts'
import { simulate } from '../../support/slots/year-of-ticks.ts'

const from = new Date('2026-01-01T00:00:00Z')
const summer = new Date('2026-06-15T09:30:00Z')
const berlin = (expression: string): Period['schedule'] => ({ expression, timeZone: 'Europe/Berlin' })

const iso = (time: number): string => new Date(time).toISOString()

test.each<[string, readonly Period[], number]>([
  ['twice a night, the clock changes', [{ schedule: berlin('30 2,14 * * *'), from }], 1],
  [
    'daily, every four hours from summer on',
    [
      { schedule: berlin('17 2 * * *'), from, until: summer },
      { schedule: berlin('47 */4 * * *'), from: summer },
    ],
    2,
  ],
])('a year of ticks, %s: each time is run once or missed once', async (_, periods, seed) => {
  const { runs, ticks, until } = await simulate({ periods, from, days: 365, seed })
  const expected = periods.flatMap(({ schedule, from, until: end = until }) =>
    [
      ...fires(
        schedule,
        new Date(from.getTime() - 1),
        new Date(Math.min(end.getTime() - 1, until.getTime())),
      ),
    ].map((time) => time.getTime()),
  )
  const left = runs.filter(({ killed }) => !killed)
  const executed = left.map(({ scheduledFor }) => scheduledFor)
  const missed = left.flatMap(({ missed: times }) => times)
  const entered = [...executed, ...missed].toSorted((a, b) => a - b)
  expect(entered.map(iso)).toEqual(expected.map(iso))
  expect(missed.length).toBeGreaterThan(0)
  expect(runs.length).toBeGreaterThan(left.length)
  for (const { at, scheduledFor, missed: older } of runs) {
    expect(iso(scheduledFor)).toBe(iso(expected.findLast((time) => time <= at) ?? 0))
    expect(Math.max(0, ...older)).toBeLessThan(scheduledFor)
  }

  const killed = new Set(runs.filter((run) => run.killed).map(({ scheduledFor }) => scheduledFor))
  for (const time of missed.filter((each) => !killed.has(each))) {
    const next = expected[expected.indexOf(time) + 1] ?? Infinity
    expect(ticks.filter((tick) => time <= tick && tick < next)).toEqual([])
  }
})
