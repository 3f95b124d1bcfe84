import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareTree } from '../../../../src/backup/delegated/compare-tree.ts'
import type { TreeObject } from '../../../../src/core/delegation.ts'
import type { DelegatedPart } from '../../../../src/core/manifest.ts'
import type { StoreReader } from '../../../../src/core/store.ts'

const TREE: DelegatedPart = {
  name: 'tree',
  sealed: false,
  prefix: 'data/books/x/0000.tree/',
  objects: 0,
  bytes: 0,
  inventory: 'tree.inventory.jsonl',
  tags: 'md5',
  bases: [],
}

const byKey = (a: string, b: string): number => Buffer.compare(Buffer.from(a), Buffer.from(b))

async function* each<T>(items: readonly T[]): AsyncGenerator<T> {
  yield* items
}

function storeOf(objects: ReadonlyMap<string, number>): StoreReader {
  const listed = [...objects.keys()].toSorted(byKey).map((name) => ({
    key: TREE.prefix + name,
    bytes: objects.get(name) ?? 0,
    modifiedAt: new Date(0),
    tag: `tag of ${name}`,
  }))
  return { name: 'here', list: () => each(listed) } as unknown as StoreReader
}

const names = fc.uniqueArray(fc.constantFrom('a', 'a/b', 'a.b', '.a', 'Z', 'z', 'é', 'a%2Eb'), {
  maxLength: 8,
})

test('names exactly what is missing, added or of another size, and gives the rest', async () => {
  await fc.assert(
    fc.asyncProperty(names, names, names, async (expected, there, resized) => {
      const sizes = new Map(there.map((name) => [name, resized.includes(name) ? 2 : 1]))
      const inventory = expected
        .toSorted(byKey)
        .map((name): TreeObject => ({ name, bytes: 1, tag: `tag of ${name}` }))
      const same: string[] = []
      const problems: string[] = []
      const comparison = compareTree({
        expected: each(inventory),
        tree: TREE,
        store: storeOf(sizes),
        same: async ({ name }) => void same.push(name),
      })
      for await (const { key, error } of comparison) {
        problems.push(`${error.code} ${key.slice(TREE.prefix.length)}`)
      }
      const whole = expected.filter((name) => sizes.get(name) === 1)
      expect(same.toSorted(byKey)).toEqual(whole.toSorted(byKey))
      expect(problems.toSorted()).toEqual(
        [
          ...expected.filter((name) => !there.includes(name)).map((name) => `volume-absent ${name}`),
          ...expected.filter((name) => sizes.get(name) === 2).map((name) => `volume-altered ${name}`),
          ...there.filter((name) => !expected.includes(name)).map((name) => `volume-altered ${name}`),
        ].toSorted(),
      )
    }),
  )
})
