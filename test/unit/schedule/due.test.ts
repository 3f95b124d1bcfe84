import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fires, firesBack } from '../../../src/schedule/cron.ts'
import {
  due,
  MOST_MISSED,
  nextDue,
  type Claims,
  type Due,
  type Period,
  type SlotState,
} from '../../../src/schedule/due.ts'
import { anySchedule, anyTime } from '../../support/schedules.ts'

const DAY_MS = 86_400_000
const at = (text: string): Date => new Date(text)
const night = { expression: '17 2 * * *', timeZone: 'UTC' }
const since = (time: string, schedule = night): Period => ({ schedule, from: at(time) })

function claimed(slots: Readonly<Record<string, SlotState>>, settledUntil?: string): Claims {
  const entries = Object.entries(slots).map(([time, state]) => [at(time).getTime(), state] as const)
  return {
    slots: new Map(entries),
    ...(settledUntil === undefined ? {} : { settledUntil: at(settledUntil) }),
  }
}

function shown(found: Due | undefined): readonly string[] | undefined {
  return found && [found.scheduledFor, ...found.missed].map((time) => time.toISOString().slice(0, 16))
}

const periods = [since('2026-11-01T12:00:00Z')]

test('before the first scheduled time there is nothing to do, and the next one is known', () => {
  const now = at('2026-11-02T02:16:59Z')
  expect(due({ periods, now, slots: new Map() })).toBeUndefined()
  expect(nextDue(periods, now)).toEqual(at('2026-11-02T02:17:00Z'))
})

test('a late tick runs the newest time and calls the older ones missed', () => {
  const found = due({ periods, now: at('2026-11-04T09:00:00Z'), slots: new Map() })
  expect(found).toEqual({
    scheduledFor: at('2026-11-04T02:17:00Z'),
    slippageMs: 24_180_000,
    missed: [at('2026-11-02T02:17:00Z'), at('2026-11-03T02:17:00Z')],
  })
})

test.each<[string, Claims, readonly string[] | undefined]>([
  ['done', claimed({ '2026-11-04T02:17:00Z': 'done' }, '2026-11-04T02:17:00Z'), undefined],
  ['somebody runs it', claimed({ '2026-11-04T02:17:00Z': 'held' }, '2026-11-03T02:17:00Z'), undefined],
  [
    'its run was killed',
    claimed({ '2026-11-04T02:17:00Z': 'abandoned' }, '2026-11-03T02:17:00Z'),
    ['2026-11-04T02:17'],
  ],
  ['the one before is done', claimed({}, '2026-11-03T02:17:00Z'), ['2026-11-04T02:17']],
  [
    'the one before is still run',
    claimed({ '2026-11-03T02:17:00Z': 'held' }, '2026-11-02T02:17:00Z'),
    ['2026-11-04T02:17'],
  ],
  [
    'the run before was killed',
    claimed({ '2026-11-03T02:17:00Z': 'abandoned' }, '2026-11-02T02:17:00Z'),
    ['2026-11-04T02:17', '2026-11-03T02:17'],
  ],
  [
    'an older one was killed, the newest is done',
    claimed({ '2026-11-03T02:17:00Z': 'abandoned' }, '2026-11-04T02:17:00Z'),
    undefined,
  ],
])('%s', (_, claims, expected) => {
  expect(shown(due({ ...claims, periods, now: at('2026-11-04T09:00:00Z') }))).toEqual(expected)
})

test('each time belongs to the schedule that was in force', () => {
  const noon = { expression: '0 12 * * *', timeZone: 'UTC' }
  const change = at('2026-11-03T08:00:00Z')
  const changed = [
    { ...since('2026-11-01T12:00:00Z'), until: change },
    { schedule: noon, from: change },
  ]
  const tick = (now: string): readonly string[] | undefined =>
    shown(due({ periods: changed, now: at(now), slots: new Map() }))
  expect(tick('2026-11-03T11:00:00Z')).toEqual(['2026-11-03T02:17', '2026-11-02T02:17'])
  expect(tick('2026-11-03T13:00:00Z')).toEqual(['2026-11-03T12:00', '2026-11-02T02:17', '2026-11-03T02:17'])
})

test('a policy that begins at a scheduled time asks for it, one that ends there does not', () => {
  const moment = at('2026-11-02T02:17:00Z')
  const now = at('2026-11-02T05:00:00Z')
  expect(due({ periods: [{ schedule: night, from: moment }], now, slots: new Map() })).toBeDefined()
  const ended = [{ ...since('2026-11-01T12:00:00Z'), until: moment }]
  expect(due({ periods: ended, now, slots: new Map() })).toBeUndefined()
  expect(nextDue(ended, now)).toBeUndefined()
})

test.each([
  ['17 4 * * 0#1', 'UTC', '2026-12-07T00:00:00Z', ['2026-12-06T04:17', '2026-11-01T04:17']],
  // At 02:00 it became 03:00 in Berlin, so 02:30 was served then.
  ['30 2 * * *', 'Europe/Berlin', '2027-03-28T05:00:00Z', ['2027-03-28T01:00', '2027-03-27T01:30']],
  // 02:30 came at 00:30Z and again at 01:30Z.
  ['30 2 * * *', 'Europe/Berlin', '2026-10-25T05:00:00Z', ['2026-10-25T00:30', '2026-10-24T00:30']],
] as const)('%s in %s at %s', (...[expression, timeZone, time, expected]) => {
  const period = { schedule: { expression, timeZone }, from: at('2026-10-05T00:00:00Z') }
  const found = due({ periods: [period], now: at(time), slots: new Map() })
  expect([shown(found)?.[0], shown(found)?.at(-1)]).toEqual(expected)
})

test('backwards the fires are the same as forwards', () => {
  fc.assert(
    fc.property(anySchedule, anyTime, (schedule, until) => {
      const from = new Date(until.getTime() - 2 * DAY_MS)
      const back = []
      for (const fire of firesBack(schedule, until)) {
        if (fire <= from) break
        back.push(fire)
      }
      expect(back.toReversed()).toEqual([...fires(schedule, from, until)])
    }),
    { numRuns: 50 },
  )
})

test('whatever is due is the newest time of all, once, and no time is run and missed', () => {
  fc.assert(
    fc.property(anySchedule, anyTime, fc.integer({ min: 0, max: 3 * DAY_MS }), (schedule, now, age) => {
      const from = new Date(now.getTime() - age)
      const expected = [...fires(schedule, new Date(from.getTime() - 1), now)]
      const question = { periods: [{ schedule, from }], now, slots: new Map<number, SlotState>() }
      const found = due(question)
      expect(found?.scheduledFor).toEqual(expected.at(-1))
      expect(found?.missed ?? []).toEqual(expected.slice(0, -1).slice(-MOST_MISSED))
      if (found === undefined) return
      for (const state of ['done', 'held'] as const) {
        const slots = new Map([found.scheduledFor, ...found.missed].map((time) => [time.getTime(), state]))
        expect(due({ ...question, slots, settledUntil: found.scheduledFor })).toBeUndefined()
      }
    }),
    { numRuns: 50 },
  )
})

test('a long outage is named only as far as anybody would read it', () => {
  const hourly = { expression: '7 * * * *', timeZone: 'UTC' }
  const found = due({
    periods: [{ schedule: hourly, from: at('2026-01-01T00:00:00Z') }],
    now: at('2026-11-01T00:00:00Z'),
    slots: new Map(),
  })
  expect(found?.missed).toHaveLength(MOST_MISSED)
  expect(found?.missed.at(-1)).toEqual(at('2026-10-31T22:07:00Z'))
})
