import type { EngineContext, TamperRequest, Tampering } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import { columnList, type Column } from './columns.ts'
import type { ClickHouseConnection } from './connection.ts'
import { datasetsOf, type Dataset } from './datasets.ts'
import { listObjects } from './objects.ts'
import { quoteIdentifier, quoteLiteral } from './quote.ts'
import { seededChooser, type Chooser } from '../../runtime/seeded-chooser.ts'
import { openSession, type Session } from './session.ts'

/** Rows to pick from, so that the pick never reads a whole large table. */
const REACH = 10_000
const AS_THEY_ARE = {
  optimize_on_insert: '0',
  insert_deduplicate: '0',
  insert_allow_materialized_columns: '1',
}

/** Changes one value, removes one row or doubles one, by the seed; adds a table with a row where there is no row to change. */
export async function tamper(
  connection: ClickHouseConnection,
  { fingerprint, seed }: TamperRequest,
  context: EngineContext,
): Promise<Tampering> {
  const choose = seededChooser(seed)
  await using session = await openSession(connection, context)
  const objects = await listObjects(session, connection.database)
  const datasets = new Map(
    (await datasetsOf(session, connection.database, objects)).map((each) => [each.name, each]),
  )
  const candidates = fingerprint.datasets.filter(
    ({ count, method }) => count > 0 && !method.includes(' without '),
  )
  for (const { name, count } of choose.shuffled(candidates)) {
    const dataset = datasets.get(name)
    const change = dataset === undefined ? undefined : await tamperWith(session, { dataset, count, choose })
    if (change !== undefined) return { dataset: name, change }
  }
  return await addTable(session, connection.database)
}

async function addTable(session: Session, database: string): Promise<Tampering> {
  const name = 'lifeboat_negative_control'
  const table = `${quoteIdentifier(database)}.${name}`
  await session.run(`CREATE TABLE ${table} (one UInt8) ENGINE = MergeTree ORDER BY one`)
  await session.run(`INSERT INTO ${table} VALUES (1)`)
  return { dataset: name, change: 'added one table with one row' }
}

interface Target {
  readonly dataset: Dataset
  readonly count: number
  readonly choose: Chooser
}

/** Keys and some engines refuse some changes; doubling a row nearly always works. */
async function tamperWith(session: Session, target: Target): Promise<string | undefined> {
  const { dataset, count, choose } = target
  const offset = choose.below(Math.min(count, REACH))
  const table = `${quoteIdentifier(dataset.database)}.${quoteIdentifier(dataset.table)}`
  const doubling: Attempt = {
    change: 'doubled one row',
    // Some engines hold one row for a key, and drop a second one in silence.
    work: () =>
      changesCount(session, table, () =>
        session.run(
          `INSERT INTO ${table} (${columnList(dataset.columns)}) SELECT ${columnList(dataset.columns)} FROM ${table} LIMIT ${offset}, 1`,
          AS_THEY_ARE,
        ),
      ),
  }
  const others = dataset.inParts ? await mutations(session, target, { table, offset }) : []
  for (const { change, work } of [...choose.shuffled([doubling, ...others]), doubling]) {
    if (await succeeds(work)) return change
  }
  return undefined
}

interface Attempt {
  readonly change: string
  /** False when nothing was changed, as is told without any digest. */
  readonly work: () => Promise<boolean>
}

/** Statements that rewrite the one part in which the chosen row lies. */
async function mutations(
  session: Session,
  { dataset, choose }: Target,
  { table, offset }: { readonly table: string; readonly offset: number },
): Promise<readonly Attempt[]> {
  const [row] = await session.rows(`SELECT _part, toString(_part_offset) FROM ${table} LIMIT ${offset}, 1`)
  if (row === undefined) return []
  const part = row[0] ?? ''
  const where = `_part = ${quoteLiteral(part)} AND _part_offset = ${row[1]}`
  const mutate = async (command: string): Promise<void> => {
    // A mutation is a kind of merge, and those are stopped.
    await session.run(`SYSTEM START MERGES ${table}`)
    try {
      await session.run(`ALTER TABLE ${table} ${command} WHERE ${where}`, { mutations_sync: '1' })
    } finally {
      await session.run(`SYSTEM STOP MERGES ${table}`)
    }
  }
  const column = choose.shuffled(dataset.columns.filter((each) => changed(each) !== undefined))[0]
  const change = column === undefined ? undefined : changed(column)
  return [
    { change: 'removed one row', work: () => changesCount(session, table, () => mutate('DELETE')) },
    ...(column === undefined || change === undefined
      ? []
      : [
          {
            change: `changed one value of ${column.name}`,
            work: async () => {
              const blocks = await blocksOf(session, dataset, part)
              await mutate(`UPDATE ${quoteIdentifier(column.name)} = ${change}`)
              return isStillApart(session, dataset, blocks)
            },
          },
        ]),
  ]
}

async function changesCount(session: Session, table: string, work: () => Promise<void>): Promise<boolean> {
  const count = async (): Promise<string | null | undefined> =>
    (await session.rows(`SELECT toString(count()) FROM ${table}`))[0]?.[0]
  const before = await count()
  await work()
  return (await count()) !== before
}

const PLACE =
  "concat_ws('/', partition_id, toString(min_block_number), toString(max_block_number), toString(level))"

/** What a part keeps in a mutation and loses in a merge. */
async function blocksOf(session: Session, { database, table }: Dataset, part: string): Promise<string> {
  const query = `SELECT ${PLACE} FROM system.parts WHERE active AND database = {database:String} AND table = {table:String} AND name = {part:String}`
  return (await session.rows(query, { database, table, part }))[0]?.[0] ?? ''
}

/** False once a merge came before the mutation: the part that it names was gone, and it changed nothing. */
async function isStillApart(
  session: Session,
  { database, table }: Dataset,
  blocks: string,
): Promise<boolean> {
  const query = `SELECT 1 FROM system.parts WHERE active AND database = {database:String} AND table = {table:String} AND ${PLACE} = {blocks:String}`
  return (await session.rows(query, { database, table, blocks })).length > 0
}

/** Another value of the same type, NULL included; undefined for types that are left alone. */
function changed({ name, type }: Column): string | undefined {
  const value = quoteIdentifier(name)
  const plain = /^(?:LowCardinality\()?(?:Nullable\()?(\w+)/.exec(type)?.[1] ?? ''
  if (/^U?Int\d+$/.test(plain)) return `ifNull(${value}, 0) + 1`
  if (/^(Float|BFloat)\d+$/.test(plain))
    return `if(isNull(${value}) OR isNaN(${value}) OR isInfinite(${value}), 1, if(${value} = 0, 1, -${value}))`
  if (plain === 'String') return `concat(ifNull(${value}, ''), '~')`
  return undefined
}

async function succeeds(work: Attempt['work']): Promise<boolean> {
  try {
    return await work()
  } catch (error) {
    if (isLifeboatError(error, 'connection-lost') || isLifeboatError(error, 'cancelled')) throw error
    return false
  }
}
