import type { Check, EngineContext } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import type { Neo4jConnection } from './connection.ts'
import { openDatabase, type Database } from './database.ts'

/** The state of every index, the server's own counts against what is there, and a write that is taken back. */
export async function checks(connection: Neo4jConnection, context: EngineContext): Promise<readonly Check[]> {
  await using database = await openDatabase(connection, context)
  return [
    await check('indexes online', () => checkIndexes(database)),
    await check('counts', () => checkCounts(database)),
    await check('write', () => probeWrite(database)),
  ]
}

async function check(name: string, run: () => Promise<string>): Promise<Check> {
  try {
    return { name, result: 'passed', detail: await run() }
  } catch (error) {
    if (isLifeboatError(error, 'connection-lost') || isLifeboatError(error, 'cancelled')) throw error
    return { name, result: 'failed', detail: error instanceof Error ? error.message : String(error) }
  }
}

async function checkIndexes(database: Database): Promise<string> {
  const rows = await database.run('SHOW INDEXES YIELD name, state RETURN name, state', {}, { write: false })
  const bad = rows.map((row) => row.map(String)).filter(([, state]) => state !== 'ONLINE')
  if (bad.length > 0) throw new Error(bad.map(([name, state]) => `${name} is ${state}`).join(', '))
  return `${rows.length} indexes are online`
}

/** A bare count is read from the count store; a predicate makes Neo4j look at every record. */
async function checkCounts(database: Database): Promise<string> {
  const { result } = await database.reading(async (transaction) => {
    const count = async (statement: string) => Number((await transaction.rows(statement))[0]?.[0])
    return [
      ['nodes', await count('MATCH (n) RETURN count(n)'), await count(SCANNED_NODES)],
      ['relationships', await count('MATCH ()-[r]->() RETURN count(r)'), await count(SCANNED_RELATIONSHIPS)],
    ] as const
  })
  const wrong = result.filter(([, stored, scanned]) => stored !== scanned)
  if (wrong.length === 0) return result.map(([name, stored]) => `${stored} ${name}`).join(', ')
  throw new Error(
    wrong.map(([name, stored, found]) => `${stored} ${name} counted, ${found} found`).join(', '),
  )
}

const SCANNED_NODES = "MATCH (n) WHERE elementId(n) <> '' RETURN count(n)"
const SCANNED_RELATIONSHIPS = "MATCH ()-[r]->() WHERE elementId(r) <> '' RETURN count(r)"

async function probeWrite(database: Database): Promise<string> {
  const undone = new Error('taken back')
  let found = 0
  try {
    await database.writing(async (transaction) => {
      await transaction.rows("CREATE (:LifeboatCheck {note: 'written'})")
      const rows = await transaction.rows("MATCH (n:LifeboatCheck {note: 'written'}) RETURN count(n)")
      found = Number(rows[0]?.[0])
      throw undone
    })
  } catch (error) {
    if (!(error instanceof Error) || error.cause !== undone) throw error
  }
  if (found !== 1) throw new Error('a node that was written could not be read')
  return 'a node was made and read'
}
