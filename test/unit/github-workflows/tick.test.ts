import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ticksOf } from '../../../src/github-workflows/tick.ts'
import { fires, scheduleFault } from '../../../src/schedule/cron.ts'

test.each([
  ['17 2 * * *', '17 2 * * *'],
  ['17 4 * * 0#1', '17 4 * * 0'],
  ['17 4 * * SUN#1', '17 4 * * SUN'],
  ['1 3 L * *', '1 3 * * *'],
  ['1 3 * * 5L', '1 3 * * *'],
  ['1 3 15W * *', '1 3 * * *'],
  ['1 3 ? JUL WED', '1 3 * JUL WED'],
])('%s is looked at on %s', (expression, cron) => {
  expect(ticksOf([{ expression, timeZone: 'UTC' }])).toEqual([{ cron, timeZone: 'UTC' }])
})

test('two targets with one schedule need one tick, in two time zones two', () => {
  const expression = '17 2 * * *'
  const zones = ['UTC', 'UTC', 'Europe/Berlin']
  expect(ticksOf(zones.map((timeZone) => ({ expression, timeZone })))).toHaveLength(2)
})

const expressions = fc
  .tuple(
    fc.integer({ min: 0, max: 59 }),
    fc.constantFrom('*', '2', '*/6', '1,13', '9-17'),
    fc.constantFrom('*', '?', '1', '1-7', 'L', '15W', '*/10'),
    fc.constantFrom('*', '3', 'JUL', '1-6'),
    fc.constantFrom('*', '0', '0#1', 'WED', 'SUN#2', '5L', '5#L', '1-5'),
  )
  .map((fields) => fields.join(' '))
  .filter((expression) => scheduleFault(expression) === undefined)

test('law: whenever a schedule fires, its tick fires', () => {
  const [from, until] = [new Date('2026-01-01T00:00:00Z'), new Date('2026-02-10T00:00:00Z')]
  fc.assert(
    fc.property(expressions, (expression) => {
      const timeZone = 'UTC'
      const [tick] = ticksOf([{ expression, timeZone }])
      const ticks = new Set(
        [...fires({ expression: tick?.cron ?? '', timeZone }, from, until)].map((fire) => fire.getTime()),
      )
      const missed = [...fires({ expression, timeZone }, from, until)].filter(
        (fire) => !ticks.has(fire.getTime()),
      )
      expect(missed).toEqual([])
    }),
    { numRuns: 25 },
  )
})

test('law: a tick says nothing that only croner understands', () => {
  fc.assert(
    fc.property(expressions, (expression) => {
      expect(ticksOf([{ expression, timeZone: 'UTC' }])[0]?.cron.replaceAll(/JUL|SUN|WED/g, '')).toMatch(
        /^[\d*,/ -]+$/,
      )
    }),
  )
})
