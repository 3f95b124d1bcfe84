import fc from 'fast-check'
import { expect, test } from 'vitest'
import { planParts } from '../../../../src/stores/s3/part-plan.ts'

const MIB = 2 ** 20
const VOLUME = 32 * 2 ** 30

test('32 GiB fit into the parts that the service allows, in the memory that was asked for', () => {
  const settings = fc.record({
    partBytes: fc.integer({ min: 5, max: 64 }).map((size) => size * MIB),
    partsInFlight: fc.integer({ min: 1, max: 16 }),
    maxParts: fc.integer({ min: 1000, max: 10_000 }),
  })
  fc.assert(
    fc.property(settings, (given) => {
      const { blockBytes, blockCount } = planParts(given)
      expect(Math.ceil(VOLUME / blockBytes)).toBeLessThan(given.maxParts)
      expect(blockBytes).toBeGreaterThanOrEqual(given.partBytes)
      const memory = Math.max(given.partBytes * (given.partsInFlight + 1), 2 * blockBytes)
      expect(blockBytes * blockCount).toBeLessThanOrEqual(memory)
      expect(blockCount).toBeGreaterThanOrEqual(2)
    }),
  )
})

test('the defaults are 8 MiB in 5 buffers, and a service with 1,000 parts gets larger ones', () => {
  const defaults = { partBytes: 8 * MIB, partsInFlight: 4, maxParts: 10_000 }
  expect(planParts(defaults)).toEqual({ blockBytes: 8 * MIB, blockCount: 5 })
  expect(planParts({ ...defaults, maxParts: 1000 })).toEqual({ blockBytes: 34 * MIB, blockCount: 2 })
})
