import type { EngineContext } from '../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import { sqlState } from './server-error.ts'
import type { Session } from './session.ts'

const TRIES = 5
const TABLES_PER_LOCK = 500

export interface Snapshot {
  /** What `SET TRANSACTION SNAPSHOT` and `pg_dump --snapshot` take. */
  readonly name: string
  /** The instant lies between these, by the server's clock. */
  readonly fromAt: string
  readonly toAt: string
}

/**
 * Locks every table against TRUNCATE and ALTER and only then fixes the instant: neither respects snapshots, so a dump
 * that locked later could hold an emptied table without any error. `holder` keeps the transaction open; `watch` tells the time.
 */
export async function exportSnapshot(
  holder: Session,
  watch: Session,
  options: { readonly lockTimeoutMs: number; readonly context: EngineContext },
): Promise<Snapshot> {
  for (let attempt = 1; attempt <= TRIES; attempt += 1) {
    options.context.signal.throwIfAborted()
    const snapshot = await tryToExport(holder, watch, options.lockTimeoutMs)
    if (snapshot !== undefined) return snapshot
    await holder.query('rollback')
  }
  throw new LifeboatError({
    code: 'source-changed',
    what: `tables were created, dropped or renamed during each of ${TRIES} attempts to lock them all`,
    fix: 'run again when no schema migration is under way',
  })
}

async function tryToExport(
  holder: Session,
  watch: Session,
  lockTimeoutMs: number,
): Promise<Snapshot | undefined> {
  const before = await listTables(watch)
  await holder.query("select set_config('lock_timeout', $1, false)", [String(lockTimeoutMs)])
  await holder.query('begin isolation level repeatable read read only')
  if (!(await lock(holder, before))) return undefined
  const fromAt = await readClock(watch)
  const [row] = await holder.query<{ name: string }>('select pg_export_snapshot() as name')
  const toAt = await readClock(watch)
  const after = await listTables(holder)
  if (row === undefined || before.join() !== after.join()) return undefined
  return { name: row.name, fromAt, toAt }
}

/** False when a table went away before it was locked. */
async function lock(holder: Session, tables: readonly string[]): Promise<boolean> {
  for (let start = 0; start < tables.length; start += TABLES_PER_LOCK) {
    const some = tables.slice(start, start + TABLES_PER_LOCK)
    try {
      await holder.query(`lock table ${some.map((table) => `only ${table}`).join(', ')} in access share mode`)
    } catch (error) {
      if (isGone(error)) return false
      throw tooBusy(error)
    }
  }
  return true
}

const UNDEFINED_TABLE = '42P01'
const INVALID_SCHEMA = '3F000'

function isGone(error: unknown): boolean {
  const state = error instanceof Error ? sqlState(error.cause) : undefined
  return state === UNDEFINED_TABLE || state === INVALID_SCHEMA
}

function tooBusy(error: unknown): unknown {
  if (!isLifeboatError(error, 'timed-out')) return error
  return new LifeboatError({
    code: 'capture-failed',
    what: 'a table stayed locked by somebody else',
    ...(error.why === undefined ? {} : { why: error.why }),
    fix: 'end the session that holds it (pg_locks), or raise lockTimeout of the connection',
    cause: error,
  })
}

/** The tables that pg_dump locks, as quoted names in a fixed order. */
async function listTables(session: Session): Promise<readonly string[]> {
  const rows = await session.query<{ name: string }>(TABLES)
  return rows.map(({ name }) => name)
}

const TABLES = `
select format('%I.%I', n.nspname, c.relname) as name
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and c.relpersistence <> 't'
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (
    select from pg_catalog.pg_depend d left join pg_catalog.pg_extension e on e.oid = d.refobjid
    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
      and not c.oid = any (coalesce(e.extconfig, '{}')))
order by 1`

async function readClock(session: Session): Promise<string> {
  const [row] = await session.query<{ now: string }>(
    `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now`,
  )
  return row?.now ?? ''
}
