import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { InventoryItem } from '../../../../src/core/fingerprint.ts'
import { joinNamesakes } from '../../../../src/engines/postgres/inventory/join-namesakes.ts'

const word = fc.constantFrom('a', 'a b', 'b')
const items = fc.array(
  fc.record({ kind: word, name: word, value: word, rule: fc.constant('equal' as const) }),
)

function sorted(found: readonly InventoryItem[]): string {
  return JSON.stringify(found.map(({ kind, name, value }) => JSON.stringify([kind, name, value])).sort())
}

test('every key is there once, whatever the order, and other items give another inventory', () => {
  fc.assert(
    fc.property(items, items, (some, others) => {
      const joined = joinNamesakes(some)
      expect(new Set(joined.map(({ kind, name }) => JSON.stringify([kind, name]))).size).toBe(joined.length)
      expect(sorted(joinNamesakes(some.toReversed()))).toBe(sorted(joined))
      expect(sorted(joinNamesakes(others)) === sorted(joined)).toBe(sorted(others) === sorted(some))
    }),
  )
})
