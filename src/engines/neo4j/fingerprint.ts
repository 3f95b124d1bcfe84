import type { EngineContext } from '../../core/engine.ts'
import type { DatasetFingerprint, Fingerprint, FingerprintSpec } from '../../core/fingerprint.ts'
import type { Neo4jConnection } from './connection.ts'
import { bucketsWithout, methodOf } from './coverage.ts'
import { collectEagerly } from '../../runtime/small-heap.ts'
import { openDatabase } from './database.ts'
import { parseDataset } from './dataset-names.ts'
import { OWN_IDS } from './element-ids.ts'
import { identityOf } from './identity.ts'
import { readGraph } from './read-graph.ts'
import { inventoryOf, readSchema, schemaDigest, type SchemaItem } from './schema.ts'
import { BUCKETS, Tally } from './tally.ts'

const KINDS = { label: 'label', type: 'relationship type', unlabelled: 'nodes without label' } as const

/** The fingerprint of a database as it stands, by the same methods as `spec`; nodes are known by the ids of the export. */
export async function fingerprint(
  connection: Neo4jConnection,
  spec: FingerprintSpec,
  context: EngineContext,
): Promise<Fingerprint> {
  using _eager = collectEagerly()
  await using database = await openDatabase(connection, context)
  const { version } = await identityOf(database, connection)
  const tally = new Tally(spec.seed)
  const { result: schema } = await database.reading(async (transaction) => {
    const ids = connection.elementIds ?? OWN_IDS
    await readGraph(transaction, { ids, tally, only: spec.only })
    return await readSchema(transaction)
  })
  const whole = describeFingerprint(tally, { version, schema, spec })
  return spec.only === undefined ? whole : { ...whole, inventory: [] }
}

export interface Described {
  readonly version: string
  readonly schema: readonly SchemaItem[]
  readonly spec: Pick<FingerprintSpec, 'seed' | 'methods' | 'leftOut'>
}

/** A fingerprint of what was tallied, without the buckets that the methods leave out. */
export function describeFingerprint(tally: Tally, { version, schema, spec }: Described): Fingerprint {
  const names = tally.datasets.filter((name) => !spec.leftOut.includes(name))
  const without = new Map(names.map((name) => [name, bucketsWithout(spec.methods.get(name))]))
  const missing = [...without.values()].reduce((sum, { size }) => sum + size, 0)
  const total = (names.length + spec.leftOut.length) * BUCKETS
  const equal = names.length * BUCKETS - missing
  return {
    format: 'lifeboat-fingerprint/1',
    engine: 'neo4j',
    comparableWithin: `neo4j ${version.split('.')[0] ?? ''}`,
    origin: 'source',
    seed: spec.seed,
    coverage: equal === total ? { kind: 'exact' } : { kind: 'partial', equal, total },
    datasets: names.map((name): DatasetFingerprint => ({
      name,
      kind: KINDS[parseDataset(name)?.kind ?? 'unlabelled'],
      ...tally.total(name, without.get(name) ?? new Set()),
      method: methodOf(without.get(name) ?? new Set()),
      rule: 'equal',
    })),
    leftOut: spec.leftOut,
    inventory: inventoryOf(schema),
    schema: schemaDigest(schema),
  }
}
