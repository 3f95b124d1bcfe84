import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LoadedIds, shortId } from '../../../../src/engines/neo4j/element-ids.ts'

const id = fc.oneof(
  fc.nat({ max: 60 }),
  fc.nat({ max: 1000 }),
  fc.nat({ max: 200_000 }),
  fc.constantFrom(2 ** 32 - 1, 2 ** 32),
)
/** Some in order, with neighbours, as servers list them; some in none. */
const ids = fc
  .tuple(fc.uniqueArray(id, { maxLength: 50 }), fc.boolean())
  .map(([list, inOrder]) => (inOrder ? list.toSorted((one, other) => one - other) : list))
const pairs = fc
  .tuple(ids, fc.uniqueArray(id, { maxLength: 50 }))
  .map(([exported, made]) => exported.slice(0, made.length).map((each, at) => [each, made[at] ?? 0] as const))

test('ids are found from both sides', () => {
  fc.assert(
    fc.property(pairs, (list) => {
      const ids = new LoadedIds()
      for (const [exported, made] of list) ids.add(exported, made)
      const known = new Map(list)
      for (const [exported] of list)
        for (const near of [exported - 1, exported, exported + 1])
          expect(ids.madeId(near)).toBe(known.get(near))
      const inverted = ids.invert()
      for (const [exported, made] of list) expect(inverted.exportedId(String(made))).toBe(String(exported))
    }),
  )
})

test('a node that was not loaded is known by no id of the export', () => {
  const ids = new LoadedIds()
  ids.add(7, 0)
  expect(ids.madeId(8)).toBeUndefined()
  expect(ids.invert().exportedId('1')).toBe('new 1')
})

test('the part of an element id that tells nodes apart', () => {
  expect(shortId('4:bb67388d-3c82-416e-82db-981e893591ce:17')).toBe('17')
})
