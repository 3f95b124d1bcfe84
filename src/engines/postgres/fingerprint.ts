import type { EngineContext } from '../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import type { DatasetFingerprint, Fingerprint, FingerprintSpec } from '../../core/fingerprint.ts'
import type { PostgresConnection } from './connection.ts'
import { digestQuery, listRelations, type Relation } from './datasets.ts'
import { identify } from './identity.ts'
import { readInventory, readSequences } from './inventory/read-inventory.ts'
import { digestLargeObjects, LARGE_OBJECTS } from './large-objects.ts'
import { schemaDigest } from './schema-digest.ts'
import { openSession, type Session } from './session.ts'
import { lockTables, type Snapshot } from './snapshot.ts'
import { setPrinting, setUnhurried } from './session-settings.ts'
import { assertSupported } from './version.ts'
import { quoteLiteral } from './quote.ts'

/** Reads the fingerprint of a restored database in one snapshot of its own. Throws `fingerprint-malformed`. */
export async function fingerprint(
  connection: PostgresConnection,
  spec: FingerprintSpec,
  context: EngineContext,
): Promise<Fingerprint> {
  await using session = await openSession(connection, context)
  const major = assertSupported((await identify(session, connection)).version)
  await prepareReader(session, { major, subject: 'copy' })
  await session.query('begin isolation level repeatable read read only')
  const [row] = await session.query<{ name: string }>('select pg_export_snapshot() as name')
  const snapshot = { name: row?.name ?? '', tables: [], sequences: await readSequences(session) }
  return await readFingerprint({ connection, session, snapshot, major, subject: 'copy', spec, context })
}

/** A source has other work to do: only as many of its processes read as sessions do. A copy's server decides by its own settings. */
type Subject = 'source' | 'copy'

export interface FingerprintJob {
  readonly connection: PostgresConnection
  /** Prepared by `prepareReader`, in the transaction that exported the snapshot; it reads too. */
  readonly session: Session
  readonly snapshot: Pick<Snapshot, 'name' | 'tables' | 'sequences'>
  readonly major: number
  readonly subject: Subject
  readonly spec: FingerprintSpec
  readonly context: EngineContext
}

/** Reads the fingerprint in an exported snapshot, on as many sessions as the connection says. */
export async function readFingerprint(job: FingerprintJob): Promise<Fingerprint> {
  const { major, spec, session, snapshot } = job
  const wanted = (name: string): boolean => spec.only === undefined || spec.only.includes(name)
  const all = await listRelations(session, major)
  const unread = all.filter(({ name, readable }) => !readable || spec.leftOut.includes(name))
  const relations = all.filter((relation) => wanted(relation.name) && !unread.includes(relation))
  const queue = relations.values()
  const helpers = Math.min(job.connection.fingerprintSessions, relations.length) - 1
  const digested = await Promise.all([
    digestAll(session, queue, job),
    ...Array.from({ length: Math.max(helpers, 0) }, () => helpToDigest(queue, job)),
  ])
  const objects = wanted(LARGE_OBJECTS) ? await digestLargeObjects(session, spec.seed) : undefined
  const datasets = [...digested.flat(), ...(objects === undefined ? [] : [objects])]
  const inventory = spec.only === undefined ? await readInventory(session, snapshot.sequences) : []
  return {
    format: 'lifeboat-fingerprint/1',
    engine: 'postgres',
    comparableWithin: `postgres ${major}`,
    origin: 'source',
    seed: spec.seed,
    coverage: { kind: 'exact' },
    datasets: datasets.sort((a, b) => (a.name < b.name ? -1 : 1)),
    leftOut: unread.map(({ name }) => name).sort(),
    inventory,
    schema: schemaDigest(inventory),
  }
}

/** Settings of a session that fingerprints, before its transaction begins. */
export async function prepareReader(
  session: Session,
  { major, subject }: Pick<FingerprintJob, 'major' | 'subject'>,
): Promise<void> {
  await setUnhurried(session, major)
  await setPrinting(session)
  const alone = subject === 'source' ? ", set_config('max_parallel_workers_per_gather', '0', false)" : ''
  await session.query(`select set_config('jit', 'off', false)${alone}`)
}

/** A new seed for a new backup, within a signed 64-bit integer. */
export function newSeed(context: EngineContext): string {
  return Buffer.from(context.random.bytes(8)).readBigInt64BE().toString()
}

/**
 * Reads beside the first session. Its locks must not wait: somebody's ALTER may wait for ours, and we would wait behind it
 * for ever. Then the first session does all by itself.
 */
async function helpToDigest(
  queue: Iterator<Relation>,
  job: FingerprintJob,
): Promise<readonly DatasetFingerprint[]> {
  await using session = await openSession(job.connection, job.context)
  await prepareReader(session, job)
  await session.query("select set_config('lock_timeout', '200ms', false)")
  await session.query('begin isolation level repeatable read read only')
  await session.query(`set transaction snapshot ${quoteLiteral(job.snapshot.name)}`)
  try {
    if (!(await lockTables(session, job.snapshot.tables))) return []
  } catch (error) {
    if (isLifeboatError(error, 'capture-failed')) return []
    throw error
  }
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
      what: 'the digest of a relation is not a count and a number',
      why: relation.name,
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
