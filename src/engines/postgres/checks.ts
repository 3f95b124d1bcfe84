import type { Check, EngineContext } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import type { PostgresConnection } from './connection.ts'
import { openSession, type Session } from './session.ts'
import { setUnhurried } from './session-settings.ts'
import { identify } from './identity.ts'
import { majorOf } from './version.ts'

/** The server's own consistency checks and a write that is taken back; nothing stays behind. */
export async function checks(
  connection: PostgresConnection,
  context: EngineContext,
): Promise<readonly Check[]> {
  await using session = await openSession(connection, context)
  await setUnhurried(session, majorOf((await identify(session, connection)).version))
  return [
    await checkIndexes(session),
    await checkNone(session, INVALID_INDEXES),
    await checkNone(session, STALE_COLLATIONS),
    await probeWrite(session),
  ]
}

interface Finding {
  readonly name: string
  readonly good: string
  readonly query: string
}

const INVALID_INDEXES: Finding = {
  name: 'indexes valid',
  good: 'every index is valid',
  query: `select indexrelid::regclass::text as found from pg_catalog.pg_index i
    join pg_catalog.pg_class c on c.oid = i.indexrelid where not i.indisvalid and c.relkind = 'i'`,
}

/** An index sorted by one version of a collation library and read by another returns wrong rows. */
const STALE_COLLATIONS: Finding = {
  name: 'collation versions',
  good: 'every collation has the version it was made with',
  query: `select c.collname::text as found from pg_catalog.pg_collation c
    where c.collversion is not null and c.collversion <> pg_collation_actual_version(c.oid) and c.oid >= 16384`,
}

async function checkNone(session: Session, { name, good, query }: Finding): Promise<Check> {
  const rows = await session.query<{ found: string }>(query)
  if (rows.length === 0) return { name, result: 'passed', detail: good }
  return { name, result: 'failed', detail: rows.map(({ found }) => found).join(', ') }
}

const BTREES = `
select count(x.checked)::text as count from pg_catalog.pg_index i
join pg_catalog.pg_class c on c.oid = i.indexrelid
join pg_catalog.pg_am a on a.oid = c.relam and a.amname = 'btree'
cross join lateral (select bt_index_check(c.oid, true) is null or true as checked) x
where i.indisvalid and c.relkind = 'i' and c.relpersistence <> 't'`

/** amcheck finds every row of a table in each of its B-trees, in order. */
async function checkIndexes(session: Session): Promise<Check> {
  const name = 'amcheck'
  const available = await session.query(
    "select from pg_catalog.pg_available_extensions where name = 'amcheck'",
  )
  if (available.length === 0) {
    return { name, result: 'skipped', detail: 'the extension amcheck is not installed on this server' }
  }
  return await takenBack(session, name, async () => {
    await session.query('create schema lifeboat_check')
    await session.query('set local search_path = lifeboat_check, pg_catalog')
    await session.query('create extension if not exists amcheck')
    const [schema] = await session.query<{ name: string }>(
      "select extnamespace::regnamespace::text as name from pg_catalog.pg_extension where extname = 'amcheck'",
    )
    await session.query(`set local search_path = ${schema?.name ?? 'lifeboat_check'}, pg_catalog`)
    const [row] = await session.query<{ count: string }>(BTREES)
    return `${row?.count} B-trees hold every row of their tables, in order`
  })
}

async function probeWrite(session: Session): Promise<Check> {
  return await takenBack(session, 'write', async () => {
    await session.query('create schema lifeboat_check')
    await session.query('create table lifeboat_check.probe (id int primary key, note text)')
    await session.query("insert into lifeboat_check.probe values (1, 'written')")
    const rows = await session.query("select from lifeboat_check.probe where note = 'written'")
    if (rows.length !== 1) throw new Error('a row that was written could not be read')
    return 'a table was made, written and read'
  })
}

/** Runs a check in a transaction that is always rolled back, with the database's own triggers off. */
async function takenBack(session: Session, name: string, check: () => Promise<string>): Promise<Check> {
  await session.query('begin')
  try {
    await muteTriggers(session)
    return { name, result: 'passed', detail: await check() }
  } catch (error) {
    if (isLifeboatError(error, 'connection-lost') || isLifeboatError(error, 'cancelled')) throw error
    return { name, result: 'failed', detail: error instanceof Error ? error.message : String(error) }
  } finally {
    await session.query('rollback')
  }
}

/** Only a superuser may, and only there the source's event triggers could object. */
async function muteTriggers(session: Session): Promise<void> {
  await session.query(
    `select set_config('session_replication_role', 'replica', true)
     where (select rolsuper from pg_catalog.pg_roles where rolname = current_user)`,
  )
}
