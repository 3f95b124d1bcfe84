import type { Check, EngineContext } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import type { ClickHouseConnection } from './connection.ts'
import { isMergeTree, listObjects, type DatabaseObject } from './objects.ts'
import { quoteIdentifier } from './quote.ts'
import { openSession, type Session } from './session.ts'

/** The server's own check of every part, of every view, and a write that is taken back. */
export async function checks(
  connection: ClickHouseConnection,
  context: EngineContext,
): Promise<readonly Check[]> {
  await using session = await openSession(connection, context)
  const { database } = connection
  const objects = await listObjects(session, database)
  return [
    await guarded('CHECK TABLE', () => checkTables(session, database, objects)),
    await guarded('views', () => checkViews(session, database, objects)),
    await guarded('write', () => probeWrite(session, database)),
  ]
}

async function checkTables(
  session: Session,
  database: string,
  objects: readonly DatabaseObject[],
): Promise<string> {
  const tables = objects.flatMap(({ storage }) =>
    storage !== undefined && isMergeTree(storage.engine) ? [storage.name] : [],
  )
  for (const table of tables) {
    const rows = await session.rows(
      `CHECK TABLE ${quoteIdentifier(database)}.${quoteIdentifier(table)}`,
      undefined,
      {
        check_query_single_value_result: '1',
      },
    )
    if (rows[0]?.[0] !== '1') throw new Error(`${table} has broken parts`)
  }
  return `${tables.length} tables have only whole parts`
}

/** A view is no more than its query: asked for no rows, it shows whether that can still be run. */
async function checkViews(
  session: Session,
  database: string,
  objects: readonly DatabaseObject[],
): Promise<string> {
  const views = objects.filter(({ kind }) => kind === 'view')
  for (const { name } of views) {
    await session.rows(`SELECT * FROM ${quoteIdentifier(database)}.${quoteIdentifier(name)} LIMIT 0`)
  }
  return `${views.length} views can be queried`
}

async function probeWrite(session: Session, database: string): Promise<string> {
  const probe = `${quoteIdentifier(database)}.lifeboat_check`
  await session.run(`CREATE TABLE ${probe} (id UInt8, note String) ENGINE = MergeTree ORDER BY id`)
  try {
    await session.run(`INSERT INTO ${probe} VALUES (1, 'written')`)
    const rows = await session.rows(`SELECT id FROM ${probe} WHERE note = 'written'`)
    if (rows.length !== 1) throw new Error('a row that was written could not be read')
    return 'a table was made, written and read'
  } finally {
    await session.run(`DROP TABLE ${probe} SYNC`)
  }
}

async function guarded(name: string, check: () => Promise<string>): Promise<Check> {
  try {
    return { name, result: 'passed', detail: await check() }
  } catch (error) {
    if (isLifeboatError(error, 'connection-lost') || isLifeboatError(error, 'cancelled')) throw error
    return { name, result: 'failed', detail: error instanceof Error ? error.message : String(error) }
  }
}
