import { expect, test } from 'vitest'
import { ASSUMED_MS, type Cost, costOf, SETUP_MS } from '../../../src/schedule/cost.ts'

const utc = (expression: string): { readonly expression: string; readonly timeZone: string } => ({
  expression,
  timeZone: 'UTC',
})

function nightly(durationsMs: readonly number[]): Cost {
  return costOf('backup', utc('0 2 * * *'), durationsMs)
}

test.each([
  ['17 * * * *', 730],
  ['17 2 * * *', 30.4],
  ['*/5 * * * *', 8760],
  ['* * * * *', 43_800],
  ['17 5 * * 0', 4.3],
  ['17 4 * * 0#1', 1],
  ['0 2 29 2 *', 0],
  ['0 6,18 1,15 * *', 4],
])('%s comes %d times a month', (expression, runs) => {
  expect(costOf('check', utc(expression), []).runsPerMonth).toBe(runs)
})

test('a run is billed in whole minutes, with what comes before it', () => {
  const exact = 120_000 - SETUP_MS
  expect(nightly([exact])).toMatchObject({ minutesPerRun: 2, minutesPerMonth: 61, basis: 'measured' })
  expect(nightly([exact + 1])).toMatchObject({ minutesPerRun: 3, minutesPerMonth: 91 })
})

test('the median counts, so one slow run does not', () => {
  expect(nightly([60_000, 9_000_000, 50_000]).minutesPerRun).toBe(2)
  expect(nightly([60_000, 300_000]).minutesPerRun).toBe(4)
})

test('without a measured run the assumption is said', () => {
  const cost = costOf('drill', utc('17 4 * * 0#1'), [])
  const minutes = Math.ceil((ASSUMED_MS.drill + SETUP_MS) / 60_000)
  expect(cost).toEqual({
    runsPerMonth: 1,
    minutesPerRun: minutes,
    minutesPerMonth: minutes,
    basis: 'assumed',
  })
})
