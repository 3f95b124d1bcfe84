import type { EngineContext } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { DatasetFingerprint, Fingerprint, FingerprintSpec } from '../../core/fingerprint.ts'
import type { PostgresConnection } from './connection.ts'
import { digestQuery, listRelations, type Relation } from './datasets.ts'
import { identify } from './identity.ts'
import { readInventory } from './inventory/read-inventory.ts'
import { digestLargeObjects, LARGE_OBJECTS } from './large-objects.ts'
import { schemaDigest } from './schema-digest.ts'
import { openSession, type Session } from './session.ts'
import { setPrinting, setUnhurried } from './session-settings.ts'
import { assertSupported } from './version.ts'
import { quoteLiteral } from './quote.ts'

/** Reads the fingerprint of a database in one snapshot of its own. Throws `fingerprint-malformed`. */
export async function fingerprint(
  connection: PostgresConnection,
  spec: FingerprintSpec,
  context: EngineContext,
): Promise<Fingerprint> {
  await using holder = await openSession(connection, context)
  const major = assertSupported((await identify(holder, connection)).version)
  await setUnhurried(holder, major)
  await holder.query('begin isolation level repeatable read read only')
  const [row] = await holder.query<{ name: string }>('select pg_export_snapshot() as name')
  return await readFingerprint({ connection, snapshot: row?.name ?? '', major, spec, context })
}

export interface FingerprintJob {
  readonly connection: PostgresConnection
  /** Exported by a session that stays open. */
  readonly snapshot: string
  readonly major: number
  readonly spec: FingerprintSpec
  readonly context: EngineContext
}

/** Reads the fingerprint in an exported snapshot, on as many sessions as the connection says. */
export async function readFingerprint(job: FingerprintJob): Promise<Fingerprint> {
  const { major, spec, connection } = job
  await using first = await openReader(job)
  const wanted = (name: string): boolean => spec.only === undefined || spec.only.includes(name)
  const relations = (await listRelations(first, major)).filter(({ name }) => wanted(name))
  const inventory = spec.only === undefined ? await readInventory(first) : []
  const queue = relations.values()
  const helpers = Math.min(connection.fingerprintSessions, relations.length) - 1
  const digested = await Promise.all([
    digestAll(first, queue, job),
    ...Array.from({ length: Math.max(helpers, 0) }, () => helpToDigest(queue, job)),
  ])
  const objects = wanted(LARGE_OBJECTS) ? await digestLargeObjects(first, spec.seed) : undefined
  const datasets = [...digested.flat(), ...(objects === undefined ? [] : [objects])]
  return {
    format: 'lifeboat-fingerprint/1',
    engine: 'postgres',
    comparableWithin: `postgres ${major}`,
    origin: 'source',
    seed: spec.seed,
    coverage: { kind: 'exact' },
    datasets: datasets.sort((a, b) => (a.name < b.name ? -1 : 1)),
    inventory,
    schema: schemaDigest(inventory),
  }
}

/** A new seed for a new backup, within a signed 64-bit integer. */
export function newSeed(context: EngineContext): string {
  return Buffer.from(context.random.bytes(8)).readBigInt64BE().toString()
}

async function openReader({ connection, snapshot, major, context }: FingerprintJob): Promise<Session> {
  const session = await openSession(connection, context)
  await setUnhurried(session, major)
  await setPrinting(session)
  await session.query(
    "select set_config('jit', 'off', false), set_config('max_parallel_workers_per_gather', $1, false)",
    [String(connection.fingerprintSessions - 1)],
  )
  await session.query('begin isolation level repeatable read read only')
  await session.query(`set transaction snapshot ${quoteLiteral(snapshot)}`)
  return session
}

async function helpToDigest(
  queue: Iterator<Relation>,
  job: FingerprintJob,
): Promise<readonly DatasetFingerprint[]> {
  await using session = await openReader(job)
  return await digestAll(session, queue, job)
}

async function digestAll(
  session: Session,
  queue: Iterator<Relation>,
  { spec, context }: FingerprintJob,
): Promise<readonly DatasetFingerprint[]> {
  const datasets: DatasetFingerprint[] = []
  for (let next = queue.next(); next.done !== true; next = queue.next()) {
    context.reporter.report({ event: 'phase', name: 'fingerprint', target: next.value.name })
    datasets.push(await digest(session, next.value, spec))
  }
  return datasets
}

async function digest(
  session: Session,
  relation: Relation,
  spec: FingerprintSpec,
): Promise<DatasetFingerprint> {
  const method = spec.methods.get(relation.name) ?? relation.method
  const rows = await session.query<{ count: string; digest: string }>(digestQuery(relation, method), [
    spec.seed,
  ])
  const [row] = rows
  if (row === undefined || rows.length > 1 || !/^\d+$/.test(row.count) || !/^-?\d+$/.test(row.digest)) {
    throw new LifeboatError({
      code: 'fingerprint-malformed',
      what: `the digest of ${relation.name} is not a count and a number`,
    })
  }
  return {
    name: relation.name,
    kind: relation.kind,
    count: Number(row.count),
    digest: row.digest,
    method,
    rule: relation.kind === 'materializedView' ? 'derived' : 'equal',
  }
}
