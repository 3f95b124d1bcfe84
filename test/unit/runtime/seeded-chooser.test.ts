import fc from 'fast-check'
import { expect, it } from 'vitest'
import { seededChooser } from '../../../src/runtime/seeded-chooser.ts'

const inOrder = (a: number, b: number) => a - b

it('repeats its choices for a seed, in range, and shuffles without losing anything', () => {
  fc.assert(
    fc.property(
      fc.string(),
      fc.array(fc.integer()),
      fc.integer({ min: 1, max: 1000 }),
      (seed, items, limit) => {
        const [one, two] = [seededChooser(seed), seededChooser(seed)]
        const shuffled = one.shuffled(items)
        expect(two.shuffled(items)).toEqual(shuffled)
        expect(shuffled.toSorted(inOrder)).toEqual(items.toSorted(inOrder))
        const drawn = one.below(limit)
        expect(two.below(limit)).toBe(drawn)
        expect(drawn).toBeGreaterThanOrEqual(0)
        expect(drawn).toBeLessThan(limit)
      },
    ),
  )
})

it('chooses differently for different seeds', () => {
  const choices = Array.from({ length: 50 }, (_, seed) => seededChooser(`${seed}`).below(1000))
  expect(new Set(choices).size).toBeGreaterThan(40)
})
