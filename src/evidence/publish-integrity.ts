import type { IntegrityResult } from '../core/record.ts'
import { stateIn, WITHHELD } from './publish-checks.ts'
import { publishName, type DisclosureOptions } from './publish-datasets.ts'

/** What integrity rules found, as a record may show it: names and counts by the disclosure. */
export function publishIntegrity(
  results: readonly IntegrityResult[],
  options: DisclosureOptions,
): readonly IntegrityResult[] {
  if (options.disclosure === 'full') return results
  return results.map(({ rule, dataset, columns, result, found, detail }) => ({
    rule,
    ...(dataset === undefined ? {} : { dataset: publishName(dataset, options) }),
    ...(columns === undefined ? {} : { columns: columns.map((name) => publishName(name, options)) }),
    ...(found === undefined || options.disclosure === 'totals' ? {} : { found }),
    result,
    detail: stateIn(detail) ?? WITHHELD,
  }))
}
