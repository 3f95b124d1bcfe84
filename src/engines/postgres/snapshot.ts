import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import type { InventoryItem } from '../../core/fingerprint.ts'
import { readSequences } from './inventory/read-inventory.ts'
import { sqlState } from './server-error.ts'
import type { Session } from './session.ts'

const TABLES_PER_LOCK = 500

export interface Snapshot {
  /** What `SET TRANSACTION SNAPSHOT` and `pg_dump --snapshot` take. */
  readonly name: string
  /** The instant lies between these, by the server's clock. */
  readonly fromAt: string
  readonly toAt: string
  /** Every table that was locked before. */
  readonly tables: readonly LockedTable[]
  /** Read before any dump begins: a dump finds them there or further on, never behind. */
  readonly sequences: readonly InventoryItem[]
}

export interface LockedTable {
  readonly oid: string
  /** Quoted where needed, with its schema. */
  readonly name: string
}

/**
 * Locks every table against TRUNCATE and ALTER and only then fixes the instant: neither respects snapshots, so a dump
 * that locked later could hold an emptied table without any error. `holder` is left in the transaction, `watch` tells the time.
 * Undefined, and no transaction open, when tables came or went meanwhile: then try again.
 */
export async function exportSnapshot(
  holder: Session,
  watch: Session,
  lockTimeoutMs: number,
): Promise<Snapshot | undefined> {
  const before = await listTables(watch)
  await holder.query("select set_config('lock_timeout', $1, false)", [String(lockTimeoutMs)])
  await holder.query('begin isolation level repeatable read read only')
  if (await lockTables(holder, before)) {
    const fromAt = await readClock(watch)
    const [row] = await holder.query<{ name: string }>('select pg_export_snapshot() as name')
    const toAt = await readClock(watch)
    const after = await listTables(holder)
    if (row !== undefined && JSON.stringify(before) === JSON.stringify(after)) {
      return { name: row.name, fromAt, toAt, tables: before, sequences: await readSequences(holder) }
    }
  }
  await holder.query('rollback')
  return undefined
}

/** False when a table went away before it was locked. */
export async function lockTables(session: Session, tables: readonly LockedTable[]): Promise<boolean> {
  for (let start = 0; start < tables.length; start += TABLES_PER_LOCK) {
    const some = tables.slice(start, start + TABLES_PER_LOCK)
    try {
      await session.query(
        `lock table ${some.map(({ name }) => `only ${name}`).join(', ')} in access share mode`,
      )
    } catch (error) {
      if (isGone(error)) return false
      throw stayedLocked(error)
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

function stayedLocked(error: unknown): unknown {
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
async function listTables(session: Session): Promise<readonly LockedTable[]> {
  return await session.query<LockedTable>(TABLES)
}

const TABLES = `
select c.oid::text as oid, format('%I.%I', n.nspname, c.relname) as name
from pg_catalog.pg_class c
join pg_catalog.pg_namespace n on n.oid = c.relnamespace
where c.relkind in ('r', 'p') and c.relpersistence <> 't'
  and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'
  and not exists (
    select from pg_catalog.pg_depend d left join pg_catalog.pg_extension e on e.oid = d.refobjid
    where d.classid = 'pg_catalog.pg_class'::regclass and d.objid = c.oid and d.deptype = 'e'
      and not c.oid = any (coalesce(e.extconfig, '{}')))
order by c.oid`

async function readClock(session: Session): Promise<string> {
  const [row] = await session.query<{ now: string }>(
    `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as now`,
  )
  return row?.now ?? ''
}
