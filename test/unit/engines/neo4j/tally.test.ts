import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketsWithout, methodOf } from '../../../../src/engines/neo4j/coverage.ts'
import { BUCKETS, bucketOf, Tally } from '../../../../src/engines/neo4j/tally.ts'

const NONE = new Set<number>()
const element = fc.record({ line: fc.string(), id: fc.nat({ max: 20_000 }) })
const elements = fc.array(element, { maxLength: 30 })

interface Element {
  readonly line: string
  readonly id: number
}

function tallyOf(list: readonly Element[], seed = 'seed'): Tally {
  const tally = new Tally(seed)
  tally.expect('(:A)')
  for (const { line, id } of list) tally.add(['(:A)'], line, String(id))
  return tally
}

test('the order in which a server lists elements plays no part', () => {
  fc.assert(
    fc.property(elements, (list) => {
      expect(tallyOf(list.toReversed()).total('(:A)', NONE)).toEqual(tallyOf(list).total('(:A)', NONE))
    }),
  )
})

test('an element more, of whatever kind, is noticed, also one that is there twice already', () => {
  fc.assert(
    fc.property(elements, element, (list, more) => {
      const before = tallyOf([...list, more, more]).total('(:A)', NONE)
      expect(tallyOf([...list, more, more, more]).total('(:A)', NONE)).not.toEqual(before)
      expect(tallyOf([...list, more]).total('(:A)', NONE).digest).not.toBe(before.digest)
    }),
  )
})

test('two backups digest the same graph differently', () => {
  const list = [{ line: 'a', id: 1 }]
  expect(tallyOf(list, 'one').total('(:A)', NONE).digest).not.toBe(
    tallyOf(list, 'other').total('(:A)', NONE).digest,
  )
})

test('what changed between two readings is left out of both, and nothing else', () => {
  fc.assert(
    fc.property(elements, elements, (still, moved) => {
      const [one, other] = [tallyOf(still), tallyOf([...still, ...moved])]
      const changed = other.changed(one, '(:A)')
      expect(changed).toEqual(new Set(moved.map(({ id }) => bucketOf(String(id)))))
      expect(other.total('(:A)', changed)).toEqual(one.total('(:A)', changed))
      expect(other.total('(:A)', changed).count).toBe(
        still.filter(({ id }) => !changed.has(bucketOf(String(id)))).length,
      )
    }),
  )
})

test('every id has a bucket, neighbours the same', () => {
  fc.assert(
    fc.property(fc.oneof(fc.nat().map(String), fc.string()), (id) => {
      expect(bucketOf(id)).toBeGreaterThanOrEqual(0)
      expect(bucketOf(id)).toBeLessThan(BUCKETS)
    }),
  )
  expect(bucketOf('0')).toBe(bucketOf('255'))
  expect(bucketOf('256')).not.toBe(bucketOf('255'))
})

test('a method tells which buckets it leaves out', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.nat({ max: BUCKETS - 1 })), (numbers) => {
      expect(bucketsWithout(methodOf(new Set(numbers)))).toEqual(new Set(numbers))
    }),
  )
  expect(methodOf(new Set([17, 3]))).toBe('elements/1 of 64 without 3,17')
  expect(bucketsWithout(undefined)).toEqual(NONE)
})

test('a method that is not known is never taken for another', () => {
  for (const method of ['elements/2', 'elements/1 of 32 without 3', 'elements/1 of 64 without ']) {
    expect(() => bucketsWithout(method)).toThrow(expect.objectContaining({ code: 'fingerprint-malformed' }))
  }
})
