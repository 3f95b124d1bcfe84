import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Fingerprint } from '../../../src/core/fingerprint.ts'
import { compare } from '../../../src/drill/compare.ts'
import { gradeDrill } from '../../../src/drill/grade.ts'
import { fingerprints } from '../../support/fingerprints.ts'

const passed = [{ name: 'any', result: 'passed' as const, detail: '' }]

function gradeOf(expected: Fingerprint, actual: Fingerprint): number {
  const { grade } = gradeDrill({
    bytesVerified: true,
    loaded: true,
    comparison: compare(expected, actual),
    engineChecks: passed,
    applicationChecks: passed,
    highest: { grade: 7, because: '' },
  })
  return grade ?? -1
}

/** Every way in which one thing of a restored copy can differ. */
function mutations(whole: Fingerprint, at: number): readonly Fingerprint[] {
  const { datasets, inventory } = whole
  const dataset = datasets[at % datasets.length]!
  const item = inventory[at % inventory.length]!
  const withDataset = (changed: object): Fingerprint => ({
    ...whole,
    datasets: datasets.map((each) => (each === dataset ? { ...each, ...changed } : each)),
  })
  const withItem = (changed: object): Fingerprint => ({
    ...whole,
    inventory: inventory.map((each) => (each === item ? { ...each, ...changed } : each)),
  })
  return [
    withDataset({ count: dataset.count + 1 }),
    withDataset({ digest: `${dataset.digest}0` }),
    withDataset({ name: `${dataset.name}-renamed` }),
    withDataset({ kind: 'view' }),
    withDataset({ method: 'other/1' }),
    withDataset({ rule: 'derived' }),
    { ...whole, datasets: [...datasets, { ...dataset, name: 'UNEXPECTED' }] },
    withItem(item.rule === 'atLeast' ? { value: String(BigInt(item.value) - 1n) } : { value: 'other' }),
    withItem({ name: `${item.name}-renamed` }),
    withItem({ rule: 'derived' }),
    { ...whole, inventory: inventory.filter((each) => each !== item) },
    { ...whole, inventory: [...inventory, { ...item, name: 'UNEXPECTED' }] },
    { ...whole, schema: { ...whole.schema, digest: 'other' } },
    { ...whole, schema: { ...whole.schema, method: 'other' } },
    { ...whole, comparableWithin: 'postgres 17' },
  ]
}

describe('a restored copy', () => {
  test('that is the same reaches the highest grade, whatever the order', () => {
    fc.assert(
      fc.property(fingerprints, (whole) => {
        const shuffled = {
          ...whole,
          datasets: whole.datasets.toReversed(),
          inventory: whole.inventory.toReversed(),
        }
        expect(compare(whole, shuffled)).toMatchObject({ equal: true, comparable: true, differences: [] })
        expect(gradeOf(whole, shuffled)).toBe(7)
      }),
    )
  })

  test('with any single difference is not equal and below grade 5', () => {
    fc.assert(
      fc.property(fingerprints, fc.nat(), (whole, at) => {
        for (const mutated of mutations(whole, at)) {
          expect(compare(whole, mutated).equal).toBe(false)
          expect(gradeOf(whole, mutated)).toBeLessThan(5)
        }
      }),
    )
  })

  test('whose sequences went on is equal', () => {
    fc.assert(
      fc.property(fingerprints, fc.bigInt({ min: 0n, max: 2n ** 70n }), (whole, more) => {
        const grown = whole.inventory.map((item) =>
          item.rule === 'atLeast' ? { ...item, value: String(BigInt(item.value) + more) } : item,
        )
        expect(compare(whole, { ...whole, inventory: grown }).equal).toBe(true)
      }),
    )
  })
})

const [sample] = fc.sample(fingerprints, { numRuns: 1, seed: 7 }) as [Fingerprint]

describe('never equal', () => {
  const malformed = expect.objectContaining({ code: 'fingerprint-malformed' }) as Error

  test.each<[string, unknown]>([
    ['nothing', undefined],
    ['an empty text', ''],
    ['an empty digest', { ...sample, datasets: [{ ...sample.datasets[0], digest: '' }] }],
    ['a broken count', { ...sample, datasets: [{ ...sample.datasets[0], count: 1.5 }] }],
    ['a dataset twice', { ...sample, datasets: [sample.datasets[0], sample.datasets[0]] }],
  ])('%s is malformed, even beside itself', (_, broken) => {
    expect(() => compare(sample, broken as Fingerprint)).toThrow(malformed)
    expect(() => compare(broken as Fingerprint, broken as Fingerprint)).toThrow(malformed)
  })

  test.each<[string, Partial<Fingerprint>]>([
    ['another seed', { seed: 'other' }],
    ['another engine', { engine: 'redis' }],
  ])('%s answers another question', (_, other) => {
    expect(() => compare(sample, { ...sample, ...other })).toThrow(malformed)
  })

  test('no datasets because they were left out show nothing: neither equal nor different', () => {
    const empty = { ...sample, datasets: [], leftOut: ['hidden'] }
    expect(compare(empty, empty)).toMatchObject({
      equal: false,
      comparable: false,
      countsEqual: false,
      differences: [],
    })
    expect(compare(sample, empty)).toMatchObject({ equal: false, comparable: true })
  })

  test('an empty database equals only an empty database', () => {
    const empty = { ...sample, datasets: [], leftOut: [] }
    expect(compare(empty, empty)).toMatchObject({ equal: true, comparable: true, countsEqual: true })
    const filled = { ...sample, leftOut: [] }
    expect(compare(filled, empty)).toMatchObject({ equal: false, countsEqual: false })
    expect(compare(empty, filled)).toMatchObject({ equal: false, countsEqual: false })
  })

  test('a derived dataset only warns when it differs, and fails when it is missing', () => {
    const derived = { ...sample.datasets[0]!, name: 'derived', rule: 'derived' as const }
    const expected = { ...sample, datasets: [...sample.datasets, derived] }
    const recomputed = { ...sample, datasets: [...sample.datasets, { ...derived, digest: 'ff' }] }
    expect(compare(expected, recomputed)).toMatchObject({ equal: true, warnings: [expect.any(String)] })
    expect(compare(expected, sample).equal).toBe(false)
  })

  test('another version is not comparable, unless something is different beyond doubt', () => {
    const other = { ...sample, comparableWithin: 'postgres 17' }
    expect(compare(sample, other)).toMatchObject({ equal: false, comparable: false })
    const fewer = { ...other, datasets: other.datasets.map((each) => ({ ...each, count: each.count + 1 })) }
    expect(compare(sample, fewer)).toMatchObject({ equal: false, comparable: true })
  })
})
