import type { EngineContext, TamperRequest, Tampering } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import type { DatasetFingerprint } from '../../core/fingerprint.ts'
import type { PostgresConnection } from './connection.ts'
import { seededChooser, type Chooser } from '../../runtime/seeded-chooser.ts'
import { openSession, type Session } from './session.ts'
import { setPrinting } from './session-settings.ts'
import { valueChanges } from './value-changes.ts'

/** Rows to pick from, so that the pick never reads a whole large table. */
const REACH = 10_000

/** Changes one value, removes one row or doubles one, by the seed; adds a row where there is none, if need be in a new table. */
export async function tamper(
  connection: PostgresConnection,
  { fingerprint, seed }: TamperRequest,
  context: EngineContext,
): Promise<Tampering> {
  const choose = seededChooser(seed)
  const candidates = fingerprint.datasets.filter(isTable)
  await using session = await openSession(connection, context)
  await setPrinting(session)
  await session.query("select set_config('session_replication_role', 'replica', false)")
  for (const dataset of choose.shuffled(candidates.filter(({ count }) => count > 0))) {
    const change = await tamperWith(session, dataset, choose)
    if (change !== undefined) return { dataset: dataset.name, change }
  }
  for (const { name } of choose.shuffled(candidates.filter(({ count }) => count === 0))) {
    const attempt = { change: 'added one row', statement: `insert into ${name} default values` }
    if (await succeeds(session, attempt)) return { dataset: name, change: attempt.change }
  }
  return await addTable(session)
}

function isTable({ kind, rule }: DatasetFingerprint): boolean {
  return kind === 'table' && rule === 'equal'
}

/** In a schema of its own, because the database may have none. */
async function addTable(session: Session): Promise<Tampering> {
  await session.query('create schema lifeboat_negative_control')
  await session.query('create table lifeboat_negative_control.added as select 1 as one')
  return { dataset: 'lifeboat_negative_control.added', change: 'added one table with one row' }
}

interface Attempt {
  readonly change: string
  readonly statement: string
}

/** Constraints may refuse some changes; removing a row always works, since triggers and foreign keys are off. */
async function tamperWith(
  session: Session,
  dataset: DatasetFingerprint,
  choose: Chooser,
): Promise<string | undefined> {
  const offset = choose.below(Math.min(dataset.count, REACH))
  const [row] = await session.query<{ ctid: string }>(
    `select ctid::text as ctid from only ${dataset.name} offset ${offset} limit 1`,
  )
  if (row === undefined) return undefined
  const columns = await writableColumns(session, dataset.name)
  const attempts = choose.shuffled([
    ...choose.shuffled(valueChanges(dataset.name, columns)).slice(0, 3),
    { change: 'removed one row', statement: `delete from only ${dataset.name} where ctid = $1` },
    { change: 'doubled one row', statement: doubling(dataset.name, columns) },
  ])
  const last = { change: 'removed one row', statement: `delete from only ${dataset.name} where ctid = $1` }
  for (const attempt of [...attempts, last]) {
    if (await succeeds(session, attempt, row.ctid)) return attempt.change
  }
  return undefined
}

async function succeeds(session: Session, { statement }: Attempt, ...ctid: string[]): Promise<boolean> {
  try {
    return (await session.query(`${statement} returning 1 as changed`, ctid)).length === 1
  } catch (error) {
    if (isLifeboatError(error, 'connection-lost') || isLifeboatError(error, 'cancelled')) throw error
    return false
  }
}

export interface Column {
  /** Quoted where needed. */
  readonly name: string
  readonly type: string
  /** One of PostgreSQL's type categories: `N` numbers, `S` strings, `B` booleans, `D` times. */
  readonly category: string
  readonly always: string
}

async function writableColumns(session: Session, table: string): Promise<readonly Column[]> {
  return await session.query<Column>(
    `select quote_ident(a.attname) as name, format_type(a.atttypid, null) as type, y.typcategory::text as category,
            (a.attidentity = 'a')::text as always
     from pg_catalog.pg_attribute a join pg_catalog.pg_type y on y.oid = a.atttypid
     where a.attrelid = $1::regclass and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' order by a.attnum`,
    [table],
  )
}

function doubling(table: string, columns: readonly Column[]): string {
  const list = columns.map(({ name }) => name).join(', ')
  if (list === '') return `insert into ${table} select from only ${table} where ctid = $1`
  return `insert into ${table} (${list}) overriding system value select ${list} from only ${table} where ctid = $1`
}
