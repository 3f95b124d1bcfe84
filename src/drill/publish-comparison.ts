import type { DatasetComparison, DrillRecord } from '../core/record.ts'
import {
  effectiveDisclosure,
  keyedDigest,
  publishName,
  type DisclosureOptions,
} from '../evidence/publish-datasets.ts'
import type { Comparison, DatasetResult } from './compare.ts'

/** A comparison as a record may show it: names and counts by the disclosure, digests only as HMACs. */
export function publishComparison(
  comparison: Comparison,
  options: DisclosureOptions,
): NonNullable<DrillRecord['comparison']> {
  const { datasets, inventoryDifferences } = comparison
  const disclosure = effectiveDisclosure(options)
  return {
    disclosure,
    ...(options.key === undefined ? {} : { keyId: options.key.id }),
    origin: comparison.origin,
    datasetCount: datasets.length,
    equalCount: datasets.filter(({ result }) => result === 'equal').length,
    datasets: disclosure === 'totals' ? [] : datasets.map((dataset) => publishResult(dataset, options)),
    inventoryCount: comparison.inventoryCount,
    inventoryDifferences: inventoryDifferences.map(
      ({ kind, name, what }) => `${kind} ${publishName(name, options)} is ${what}`,
    ),
    schemaEqual: comparison.schemaEqual,
  }
}

function publishResult(
  { name, kind, result, expected, actual }: DatasetResult,
  options: DisclosureOptions,
): DatasetComparison {
  return {
    name: publishName(name, options),
    kind,
    result,
    ...(expected === undefined ? {} : { expectedCount: expected.count }),
    ...(actual === undefined ? {} : { actualCount: actual.count }),
    ...(actual === undefined || options.key === undefined
      ? {}
      : { keyedDigest: keyedDigest(options.key, actual.digest) }),
  }
}
