/** How two values of one thing are compared after a restore. */
type ComparisonRule =
  /** Must be the same. */
  | 'equal'
  /** A whole number that may only have grown: sequences are not part of a snapshot. */
  | 'atLeast'
  /** Recomputed by the restore (materialized views): a difference is a warning, never a failure. */
  | 'derived'

/** The unit of comparison: a table, a collection, a label, a Redis database. */
export interface DatasetFingerprint {
  readonly name: string
  /** `table`, `largeObjects`, `database`, … in the engine's own words. */
  readonly kind: string
  readonly count: number
  /** Order-independent digest of the content, lower-case hex or a decimal sum; never empty. */
  readonly digest: string
  /** How the digest was made, so that the restored side repeats it: `text-hash/1`. */
  readonly method: string
  readonly rule: 'equal' | 'derived'
}

/** One object besides the data: an index, a trigger, a sequence, an extension, a grant. */
export interface InventoryItem {
  readonly kind: string
  readonly name: string
  /** Its definition in the engine's canonical form, or a whole number for `atLeast`. */
  readonly value: string
  readonly rule: ComparisonRule
}

/** What a database held at one instant, in a form that can be compared exactly and holds no row. */
export interface Fingerprint {
  readonly format: 'lifeboat-fingerprint/1'
  readonly engine: string
  /** Digests are promised equal only within one of these, e.g. `postgres 16`. */
  readonly comparableWithin: string
  /** `source`: read from the database in the backup's own instant. `artifact`: read from the backup itself. */
  readonly origin: 'source' | 'artifact'
  /** Random per backup, so that no collision can be prepared. */
  readonly seed: string
  /** `exact`, or how many of how many parts stood still while they were read. */
  readonly coverage:
    | { readonly kind: 'exact' }
    | { readonly kind: 'partial'; readonly equal: number; readonly total: number }
  readonly datasets: readonly DatasetFingerprint[]
  /** Names of datasets that exist and that this login could not read: the restored side leaves out exactly these too. */
  readonly leftOut: readonly string[]
  readonly inventory: readonly InventoryItem[]
  /** SHA-256 (hex) of the canonical schema text, and how it was made. */
  readonly schema: { readonly digest: string; readonly method: string }
}

/** What to repeat on the restored side: the same seed and, per dataset, the same method. */
export interface FingerprintSpec {
  readonly seed: string
  readonly methods: ReadonlyMap<string, string>
  readonly leftOut: readonly string[]
  /** Only these datasets and no inventory or schema; everything when absent. */
  readonly only?: readonly string[]
}

/** The specification that makes a later fingerprint comparable with `source`. */
export function specOf(source: Fingerprint, only?: readonly string[]): FingerprintSpec {
  const methods = new Map(source.datasets.map((dataset) => [dataset.name, dataset.method]))
  const { seed, leftOut } = source
  return only === undefined ? { seed, methods, leftOut } : { seed, methods, leftOut, only }
}
