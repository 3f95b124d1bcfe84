import fc from 'fast-check'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { KEYS } from '../../../src/core/manifest.ts'
import { checkKey, checkPrefix, compareKeys } from '../../../src/stores/key.ts'

test('accepts the whole layout of a store', () => {
  const id = '20261121T021700Z-3fk9'
  const keys = [
    KEYS.volume('orders', id, { part: 3, volume: 12 }),
    KEYS.manifest('orders', id),
    KEYS.started('orders', id),
    KEYS.record(id),
    KEYS.slot('orders', 'backup', '20261121T021700Z'),
  ]
  for (const key of keys) expect(() => checkKey(key)).not.toThrow()
  for (const prefix of ['', 'manifests/', KEYS.manifests('orders'), KEYS.data('orders', id), 'data/ord']) {
    expect(() => checkPrefix(prefix)).not.toThrow()
  }
})

test('whatever is accepted stays below the folder it is joined to', () => {
  const segment = fc.oneof(fc.constantFrom('..', '.', '', 'a', '~', 'a..b'), fc.string())
  fc.assert(
    fc.property(fc.array(segment, { minLength: 1, maxLength: 5 }), fc.boolean(), (segments, isBelowTree) => {
      const key = (isBelowTree ? TREE : '') + segments.join('/')
      try {
        checkKey(key)
      } catch {
        return
      }
      expect(join('/store', key)).toBe(`/store/${key}`)
    }),
    { numRuns: 1000 },
  )
})

const TREE = 'data/orders/20261121T021700Z-3fk9/0000.tree/'

test.each(['.backup', 'data/a%2Eb/.x', 'é', 'a b', '..a', 'x'.repeat(255)])(
  'below a tree a server names its objects itself: %j',
  (name) => {
    expect(() => checkKey(TREE + name)).not.toThrow()
    expect(() => checkPrefix(TREE + name)).not.toThrow()
    expect(() => checkPrefix(TREE)).not.toThrow()
  },
)

test.each(['..', 'a/../b', '.', 'a//b', '', 'a\\b', 'a\nb', 'x'.repeat(256)])('but never %j', (name) => {
  expect(() => checkKey(TREE + name)).toThrow(expect.objectContaining({ code: 'usage-invalid' }))
})

test('orders keys by their bytes', () => {
  fc.assert(
    fc.property(
      fc.stringMatching(/^[A-Za-z0-9._=+@/-]*$/),
      fc.stringMatching(/^[A-Za-z0-9._=+@/-]*$/),
      (a, b) => {
        expect(compareKeys(a, b)).toBe(Buffer.compare(Buffer.from(a), Buffer.from(b)))
      },
    ),
  )
})

test.each(['..', 'a/..', '/a', 'a//b', 'a/', '', '.a', 'a:b', 'é', 'x'.repeat(201)])(
  'refuses the key %j',
  (key) => {
    expect(() => checkKey(key)).toThrow(expect.objectContaining({ code: 'usage-invalid' }))
  },
)
