import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { requireWindow } from '../../../../../src/engines/neo4j/offline/require-window.ts'
import { isTimeZone, isWithin, parseWindow } from '../../../../../src/engines/neo4j/offline/window.ts'

const at = (time: string): Date => new Date(`2026-11-21T${time}Z`)
const inWindow = (written: string, now: Date, timeZone = 'UTC'): boolean =>
  isWithin(parseWindow(written)!, now, timeZone)

test.each(['', '02:00', '2:00-4:00', '02:00-24:00', '02:60-04:00', '02:00-02:00', '02:00 - 04:00'])(
  '%j is no window',
  (text) => {
    expect(parseWindow(text)).toBeUndefined()
  },
)

describe('a window holds its first minute and not its last', () => {
  test.each([
    ['01:59:59', false],
    ['02:00:00', true],
    ['03:59:59', true],
    ['04:00:00', false],
  ])('%s', (time, expected) => {
    expect(inWindow('02:00-04:00', at(time))).toBe(expected)
  })
})

test.each([
  ['22:30:00', true],
  ['23:59:59', true],
  ['00:00:00', true],
  ['01:29:59', true],
  ['01:30:00', false],
  ['12:00:00', false],
])('one that reaches over midnight: %s', (time, expected) => {
  expect(inWindow('22:30-01:30', at(time))).toBe(expected)
})

test('the wall clock of the time zone counts, in summer and in winter', () => {
  const zone = 'Europe/Berlin'
  expect(inWindow('02:00-04:00', new Date('2026-01-15T01:30:00Z'), zone)).toBe(true)
  expect(inWindow('02:00-04:00', new Date('2026-07-15T01:30:00Z'), zone)).toBe(true)
  expect(inWindow('02:00-04:00', new Date('2026-01-15T00:30:00Z'), zone)).toBe(false)
  expect(inWindow('02:00-04:00', new Date('2026-07-15T00:30:00Z'), zone)).toBe(true)
})

test('every minute of a day is either in a window or in the one that is its complement', () => {
  const time = fc.tuple(fc.nat(23), fc.nat(59)).map((parts) => parts.map(two).join(':'))
  fc.assert(
    fc.property(time, time, fc.nat(86_399_999), (from, to, ms) => {
      fc.pre(from !== to)
      const now = new Date(Date.UTC(2026, 10, 21) + ms)
      expect(inWindow(`${from}-${to}`, now)).toBe(!inWindow(`${to}-${from}`, now))
    }),
  )
})

test('outside it is refused, with the window in the message', () => {
  const window = { ...parseWindow('02:00-04:00')!, written: '02:00-04:00', timeZone: 'UTC' }
  expect(() => requireWindow(window, at('03:00:00'))).not.toThrow()
  expect(() => requireWindow(window, at('12:00:00'))).toThrow(
    expect.objectContaining({
      code: 'outside-window',
      exitCode: 6,
      what: expect.stringContaining('02:00-04:00'),
    }),
  )
})

test('time zones', () => {
  expect(isTimeZone('Europe/Berlin')).toBe(true)
  expect(isTimeZone('Mars/Olympus')).toBe(false)
})

function two(value: number): string {
  return String(value).padStart(2, '0')
}
