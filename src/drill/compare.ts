import { LifeboatError } from '../core/errors.ts'
import type { DatasetFingerprint, Fingerprint } from '../core/fingerprint.ts'
import type { DatasetComparison } from '../core/record.ts'
import { compareInventory, type InventoryDifference } from './compare-inventory.ts'
import { checkFingerprint } from '../backup/fingerprint-schema.ts'

/** One dataset on both sides. */
export interface DatasetResult extends Pick<DatasetComparison, 'name' | 'kind' | 'result'> {
  readonly expected?: DatasetFingerprint
  readonly actual?: DatasetFingerprint
  /** Recomputed by the restore: a difference is a warning. */
  readonly derived: boolean
}

/** What came of comparing a restored copy with its fingerprint; holds names and digests, so it is published by `publishComparison`. */
export interface Comparison {
  readonly origin: Fingerprint['origin']
  readonly coverage: Fingerprint['coverage']
  /** False when nothing was found different, yet not everything could be compared. */
  readonly comparable: boolean
  /** Every dataset, object and the schema as they must be. */
  readonly equal: boolean
  readonly countsEqual: boolean
  readonly inventoryEqual: boolean
  readonly schemaEqual: boolean
  readonly datasets: readonly DatasetResult[]
  readonly inventoryCount: number
  readonly inventoryDifferences: readonly InventoryDifference[]
  /** What must not differ and does, one sentence each. */
  readonly differences: readonly string[]
  /** What may differ and does, one sentence each. */
  readonly warnings: readonly string[]
}

/** The signature that the negative control puts to the test. */
export type Compare = (expected: Fingerprint, actual: Fingerprint) => Comparison

/** Compares what was restored with the fingerprint of the backup. Throws `fingerprint-malformed`; never calls that equal. */
export const compare: Compare = (expectedValue, actualValue) => {
  const expected = checkFingerprint(expectedValue)
  const actual = checkFingerprint(actualValue)
  assertSameQuestion(expected, actual)
  const sameVersion = expected.comparableWithin === actual.comparableWithin
  const datasets = compareDatasets(expected.datasets, actual.datasets, sameVersion)
  const inventory = compareInventory(expected.inventory, actual.inventory, sameVersion)
  const schemaEqual =
    expected.schema.method === actual.schema.method && expected.schema.digest === actual.schema.digest
  const strict = datasets.filter(({ derived }) => !derived)
  const bad = strict.filter(({ result }) => result !== 'equal' && result !== 'notComparable')
  const differences = [
    ...bad.map(sentence),
    ...inventory.failures.map(({ text }) => text),
    ...(sameVersion && !schemaEqual ? ['the schema differs'] : []),
  ]
  // None on both sides is equal; none because all were left out has shown nothing.
  const nothing = strict.length === 0 && expected.leftOut.length > 0
  const unsure = nothing || !sameVersion || strict.some(({ result }) => result === 'notComparable')
  return {
    origin: expected.origin,
    coverage: expected.coverage,
    comparable: differences.length > 0 || !unsure,
    equal: differences.length === 0 && !unsure,
    countsEqual: !nothing && strict.every(({ expected: was, actual: is }) => was?.count === is?.count),
    inventoryEqual: sameVersion && inventory.failures.length === 0 && schemaEqual,
    schemaEqual,
    datasets,
    inventoryCount: expected.inventory.length,
    inventoryDifferences: inventory.failures,
    differences,
    warnings: [
      ...datasets.filter(changedAndDerived).map(sentence),
      ...inventory.warnings.map(({ text }) => text),
    ],
  }
}

function assertSameQuestion(expected: Fingerprint, actual: Fingerprint): void {
  if (expected.engine === actual.engine && expected.seed === actual.seed) return
  throw new LifeboatError({
    code: 'fingerprint-malformed',
    what: 'the restored copy was digested with another engine or seed than the source',
    fix: 'report this as a bug of the engine',
  })
}

function compareDatasets(
  expected: readonly DatasetFingerprint[],
  actual: readonly DatasetFingerprint[],
  sameVersion: boolean,
): readonly DatasetResult[] {
  const found = new Map(actual.map((dataset) => [keyOf(dataset), dataset]))
  const known = new Set(expected.map(keyOf))
  const unexpected = actual.filter((dataset) => !known.has(keyOf(dataset)))
  return [
    ...expected.map((dataset) => compareDataset(dataset, found.get(keyOf(dataset)), sameVersion)),
    ...unexpected.map((dataset): DatasetResult => ({
      ...shown(dataset),
      result: 'unexpected',
      actual: dataset,
      derived: false,
    })),
  ]
}

function compareDataset(
  expected: DatasetFingerprint,
  actual: DatasetFingerprint | undefined,
  sameVersion: boolean,
): DatasetResult {
  const base = { ...shown(expected), expected, derived: expected.rule === 'derived' }
  // A derived dataset that is not there at all was not recomputed either.
  if (actual === undefined) return { ...base, result: 'missing', derived: false }
  return { ...base, actual, result: resultOf(expected, actual, sameVersion) }
}

function resultOf(
  expected: DatasetFingerprint,
  actual: DatasetFingerprint,
  sameVersion: boolean,
): DatasetResult['result'] {
  if (expected.count !== actual.count) return 'different'
  if (!sameVersion || expected.method !== actual.method) return 'notComparable'
  return expected.digest === actual.digest && expected.rule === actual.rule ? 'equal' : 'different'
}

function changedAndDerived({ derived, result }: DatasetResult): boolean {
  return derived && result !== 'equal'
}

function sentence({ kind, name, result, expected, actual }: DatasetResult): string {
  const counts =
    expected === undefined || actual === undefined || expected.count === actual.count
      ? ''
      : ` (${expected.count} expected, ${actual.count} found)`
  return `${kind} ${name} is ${result}${counts}`
}

function shown({ name, kind }: DatasetFingerprint): Pick<DatasetResult, 'name' | 'kind'> {
  return { name, kind }
}

function keyOf({ kind, name }: DatasetFingerprint): string {
  return `${kind} ${name}`
}
