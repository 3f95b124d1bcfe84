import { expect, test } from 'vitest'
import { policiesIn } from '../../../src/compliance/policies.ts'
import { reconcile } from '../../../src/compliance/population.ts'
import { fires } from '../../../src/schedule/cron.ts'
import type { Period } from '../../../src/schedule/due.ts'
import { backup, known, policy } from '../../support/compliance/scene.ts'
import { simulate } from '../../support/slots/year-of-ticks.ts'

const from = new Date('2026-01-01T00:00:00Z')
const summer = new Date('2026-06-15T09:30:00Z')
const berlin = (expression: string): Period['schedule'] => ({ expression, timeZone: 'Europe/Berlin' })

const iso = (time: number): string => new Date(time).toISOString()
const written = (time: number): string => iso(time).slice(0, -1).replace('T', ' ')

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

  const records = known([
    ...periods.map(({ schedule: { expression, timeZone }, from: start }) =>
      policy({ start: written(start.getTime()), schedule: { backup: expression }, timeZone }),
    ),
    ...left.map(({ at, scheduledFor, missed: older }) => {
      const start = written(at)
      return backup({ start, end: start, slot: written(scheduledFor), missed: older.map(written) })
    }),
  ])
  const span = { from: from.getTime(), to: until.getTime() }
  const population = reconcile(records, { policies: policiesIn(records, span), span, asOf: span.to })
  const none = { failed: 0, cancelled: 0, pending: 0, superseded: 0, unexpected: 0 }
  expect(population.counts).toMatchObject([
    { kind: 'backup', expected: expected.length, missed: missed.length, ...none },
  ])
  const states = population.slots.map(({ scheduledFor, state }) => [Date.parse(scheduledFor), state] as const)
  expect(states.filter(([, state]) => state === 'missed').map(([time]) => iso(time))).toEqual(
    missed.toSorted((a, b) => a - b).map(iso),
  )
  expect(population.slots.filter(({ state, noticedBy }) => state === 'missed' && !noticedBy)).toEqual([])

  const killed = new Set(runs.filter((run) => run.killed).map(({ scheduledFor }) => scheduledFor))
  for (const time of missed.filter((each) => !killed.has(each))) {
    const next = expected[expected.indexOf(time) + 1] ?? Infinity
    expect(ticks.filter((tick) => time <= tick && tick < next)).toEqual([])
  }
})
