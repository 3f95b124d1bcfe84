import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Clock, Random } from '../../../src/core/context.ts'
import { idTime, isId, newId, timestampTime } from '../../../src/core/identifiers.ts'

const times = fc.date({ min: new Date('2000-01-01'), max: new Date('2199-12-31'), noInvalidDate: true })

function idAt(time: Date, bytes: readonly number[]): string {
  const clock: Clock = { now: () => time, monotonicMs: () => 0 }
  const random: Random = { bytes: () => Uint8Array.from(bytes) }
  return newId(clock, random)
}

test('an id has the documented form', () => {
  expect(idAt(new Date('2026-11-21T02:17:00.999Z'), [0, 31, 10, 255, 1, 2, 3, 4])).toBe(
    '20261121T021700Z-0zaz1234',
  )
})

test('ids sort by time, whatever their random part', () => {
  const bytes = fc.array(fc.nat(255), { minLength: 8, maxLength: 8 })
  fc.assert(
    fc.property(fc.tuple(times, bytes), fc.tuple(times, bytes), ([first, a], [second, b]) => {
      const apart = Math.abs(first.getTime() - second.getTime()) >= 1000
      fc.pre(apart)
      expect(idAt(first, a) < idAt(second, b)).toBe(first < second)
    }),
  )
})

test('an id gives its time back, to the second, and is safe as a file name', () => {
  fc.assert(
    fc.property(times, (time) => {
      const id = idAt(time, [1, 2, 3, 4, 5, 6, 7, 8])
      expect(isId(id)).toBe(true)
      expect(idTime(id)?.getTime()).toBe(Math.floor(time.getTime() / 1000) * 1000)
      expect(id).toMatch(/^[0-9A-Za-z-]+$/)
    }),
  )
})

test.each([
  '',
  '20261121T021700Z',
  '20261121T021700Z-3FK9',
  'x20261121T021700Z-3fk9',
  '../20261121T021700Z-3fk9',
])('%j is no id', (text) => {
  expect(isId(text)).toBe(false)
  expect(idTime(text)).toBeUndefined()
})

test.each(['20269999T999999Z', '20260231T021700Z', '20261121T240000Z', '20261121T021760Z'])(
  '%s is no time that there is',
  (text) => {
    expect(timestampTime(text)).toBeUndefined()
    expect(idTime(`${text}-zzzz`)).toBeUndefined()
  },
)
