import { createHash } from 'node:crypto'
import type { EngineContext } from '../../core/engine.ts'
import type {
  DatasetFingerprint,
  Fingerprint,
  FingerprintSpec,
  InventoryItem,
} from '../../core/fingerprint.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import type { ClickHouseConnection } from './connection.ts'
import { datasetsOf, type Dataset } from './datasets.ts'
import { digestTable, ROW_HASH } from './digest.ts'
import { releaseOf } from './identity.ts'
import { readInventory } from './inventory.ts'
import { listObjects } from './objects.ts'
import { isDamage } from './server-error.ts'
import { openSession, type Session } from './session.ts'
import { partitionsWithout } from './two-pass.ts'

/** Reads the fingerprint of a database that nobody writes to. Throws `fingerprint-malformed`, and `content-different` for damage. */
export async function fingerprint(
  connection: ClickHouseConnection,
  spec: FingerprintSpec,
  context: EngineContext,
): Promise<Fingerprint> {
  try {
    return await readFingerprint(connection, spec, context)
  } catch (error) {
    throw isLifeboatError(error, 'unexpected') && isDamage(error) ? damagedCopy(error) : error
  }
}

function damagedCopy(error: LifeboatError): LifeboatError {
  return new LifeboatError({
    code: 'content-different',
    what: error.what,
    ...(error.why === undefined ? {} : { why: error.why }),
    fix: 'do not trust this copy: drill or restore the backup again, and take a new one if it happens again',
    cause: error,
  })
}

async function readFingerprint(
  connection: ClickHouseConnection,
  spec: FingerprintSpec,
  context: EngineContext,
): Promise<Fingerprint> {
  await using session = await openSession(connection, context)
  const { database } = connection
  const objects = await listObjects(session, database)
  const wanted = objects.filter(
    ({ name }) => !spec.leftOut.includes(name) && (spec.only === undefined || spec.only.includes(name)),
  )
  const datasets: DatasetFingerprint[] = []
  for (const dataset of await datasetsOf(session, database, wanted)) {
    context.reporter.report({ event: 'phase', name: 'fingerprint', target: dataset.name })
    datasets.push(await digestDataset(session, dataset, spec))
  }
  const inventory = spec.only === undefined ? await readInventory(session, database, objects) : []
  const { seed, leftOut } = spec
  return assemble({
    version: session.version,
    seed,
    datasets,
    leftOut,
    inventory,
    coverage: { kind: 'exact' },
  })
}

/** Digests one dataset as the specification says. */
export async function digestDataset(
  session: Session,
  dataset: Dataset,
  spec: Pick<FingerprintSpec, 'seed' | 'methods'>,
): Promise<DatasetFingerprint> {
  const method = spec.methods.get(dataset.name) ?? ROW_HASH
  const { count, digest } = await digestTable(session, {
    ...dataset,
    seed: spec.seed,
    without: partitionsWithout(method),
  })
  const { name, kind } = dataset
  return { name, kind, count: Number(count), digest, method, rule: 'equal' }
}

interface Findings extends Pick<Fingerprint, 'seed' | 'datasets' | 'leftOut' | 'inventory' | 'coverage'> {
  readonly version: string
}

/** Puts what was found into the form that is compared. */
export function assemble({ version, datasets, leftOut, inventory, ...rest }: Findings): Fingerprint {
  return {
    format: 'lifeboat-fingerprint/1',
    engine: 'clickhouse',
    comparableWithin: `clickhouse ${releaseOf(version)}`,
    origin: 'source',
    ...rest,
    datasets: datasets.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    leftOut: leftOut.toSorted(),
    inventory,
    schema: schemaDigest(inventory),
  }
}

function schemaDigest(inventory: readonly InventoryItem[]): Fingerprint['schema'] {
  const lines = inventory.map(({ kind, name, value }) => JSON.stringify([kind, name, value]))
  return { digest: createHash('sha256').update(lines.join('\n')).digest('hex'), method: 'definitions/1' }
}
