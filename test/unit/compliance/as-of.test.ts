import { expect, test } from 'vitest'
import { asOfPeriod } from '../../../src/compliance/as-of.ts'
import { parsePeriod } from '../../../src/compliance/period.ts'
import { check, known, ms, policy } from '../../support/compliance/scene.ts'

const november = parsePeriod('2026-11')!

test.each([
  {
    case: 'while it runs, the newest record',
    times: ['11-05', '11-07 12:00'],
    now: '11-20',
    expected: '11-07 12:00',
  },
  { case: 'a record of the future says nothing', times: ['11-05', '11-25'], now: '11-20', expected: '11-05' },
  { case: 'once it is over, silence counts', times: ['11-05'], now: '12-01 00:20', expected: '12-01' },
  {
    case: 'a run of its last moment may end',
    times: ['12-01 00:10'],
    now: '12-01 00:20',
    expected: '12-01 00:10',
  },
  { case: 'a day later it is what it will be', times: ['11-05'], now: '12-02', expected: '12-02' },
  { case: 'and stays so', times: ['12-01 00:10', '12-09'], now: '12-20', expected: '12-02' },
])('$case', ({ times, now, expected }) => {
  const records = known(times.map((start) => check({ start })))
  expect(asOfPeriod(records, november, ms(now))).toBe(ms(expected))
})

test.each([
  { case: 'at the last time that it expected anything', now: '11-29 12:00', expected: '11-29 02:17' },
  { case: 'at the same time until the next one', now: '11-30 02:17', expected: '11-29 02:17' },
  {
    case: 'at its newest record when nothing was expected since',
    now: '11-06 01:00',
    expected: '11-05 09:00',
  },
  { case: 'at the end of the month once that is over', now: '12-01 00:20', expected: '12-01' },
])('a fleet that stopped is judged $case', ({ now, expected }) => {
  const daily = policy({ start: '11-01', schedule: { backup: '17 2 * * *', drill: '17 4 1 * *' } })
  const records = known([daily, check({ start: '11-05 09:00' })])
  expect(asOfPeriod(records, november, ms(now))).toBe(ms(expected))
})

test('a schedule that is in force no more expects nothing', () => {
  const records = known([
    policy({ start: '11-01', schedule: { backup: '17 2 * * *' } }),
    policy({ start: '11-05 09:00', schedule: {} }),
  ])
  expect(asOfPeriod(records, november, ms('11-29'))).toBe(ms('11-05 09:00'))
})

test('periods are months and years', () => {
  expect(november).toEqual({ name: '2026-11', from: ms('11-01'), to: ms('12-01') })
  expect(parsePeriod('2026')).toEqual({ name: '2026', from: ms('01-01'), to: Date.UTC(2027, 0) })
  for (const text of ['2026-13', '2026-1', '26', '2026-11-01', '']) expect(parsePeriod(text)).toBeUndefined()
})
