import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NumberList } from '../../../../src/engines/neo4j/number-list.ts'

/** So many that none of the first pages is open any more. */
const FAR = 12 * 2 ** 16

/** Numbers that follow each other from a place on, as a server gives them to the rows of a transaction. */
const stretch = fc.record({
  from: fc.oneof(fc.nat({ max: FAR }), fc.constantFrom(0, 2 ** 16 - 3, 2 ** 16, 5 * 2 ** 16 - 1)),
  value: fc.oneof(fc.nat({ max: 10 }), fc.nat({ max: 1_000_000 }), fc.constantFrom(2 ** 32 - 3, 2 ** 40)),
  length: fc.nat({ max: 300 }),
})

/** Writes into the list, and into a map that it is compared with. */
function writer(list: NumberList, known: Map<number, number>) {
  return (from: number, values: readonly number[]): void => {
    for (const [offset, value] of values.entries()) {
      list.set(from + offset, value)
      known.set(from + offset, value)
    }
  }
}

const following = ({ value, length }: { value: number; length: number }): readonly number[] =>
  Array.from({ length }, (_, index) => value + index)

test('every number is found where it was set, also after its page was packed, and after it was written to again', () => {
  fc.assert(
    fc.property(fc.array(stretch, { maxLength: 40 }), (stretches) => {
      const list = new NumberList()
      const known = new Map<number, number>()
      const write = writer(list, known)
      for (const each of stretches) write(each.from, following(each))
      for (let page = 0; page < 12; page += 1) write(page * 2 ** 16 + 77, [page])
      for (const each of stretches.toReversed()) write(each.from + 100, following(each))
      for (const [index, value] of known) expect(list.at(index)).toBe(value)
      for (const { from, length } of stretches)
        for (const near of [Math.max(0, from - 1), from + length, from + length + 100])
          expect(list.at(near)).toBe(known.get(near) ?? 0)
      expect(list.length).toBe(Math.max(0, ...known.keys()) + 1)
    }),
    { numRuns: 40 },
  )
})

test('numbers that follow each other take next to nothing, those that do not four bytes', () => {
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  const bytesOf = (valueAt: (index: number) => number): number => {
    const list = new NumberList()
    collect()
    const before = process.memoryUsage().arrayBuffers
    for (let index = 0; index < FAR; index += 1) list.push(valueAt(index))
    collect()
    const bytes = process.memoryUsage().arrayBuffers - before
    expect(list.at(FAR - 1)).toBe(valueAt(FAR - 1))
    return bytes / FAR
  }
  expect(bytesOf((index) => index + (index >> 6))).toBeLessThan(2)
  expect(bytesOf((index) => (index * 7919) % FAR)).toBeGreaterThan(3.5)
})
