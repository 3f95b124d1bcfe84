import { z } from 'zod'
import { disclosure, natural, sha256 } from './base-schema.ts'

const dataset = z.strictObject({
  name: z.string(),
  kind: z.string(),
  result: z.literal(['equal', 'different', 'missing', 'unexpected', 'notComparable']),
  expectedCount: z.exactOptional(natural),
  actualCount: z.exactOptional(natural),
  keyedDigest: z.exactOptional(sha256),
})

/** What a restored copy was compared with and what came of it; the same in drills and restores. */
export const comparison = z.strictObject({
  disclosure,
  keyId: z.exactOptional(z.string().min(1)),
  origin: z.literal(['source', 'artifact']),
  datasetCount: natural,
  equalCount: natural,
  datasets: z.array(dataset),
  inventoryCount: natural,
  inventoryDifferences: z.array(z.string()),
  schemaEqual: z.boolean(),
})
