import type { EngineContext, Inspection } from '../../core/engine.ts'
import type { Neo4jConnection } from './connection.ts'
import { openDatabase, type Database } from './database.ts'
import { identityOf } from './identity.ts'
import { readSchema } from './schema.ts'

/** Who a database is and how many nodes, constraints and indexes it holds; one that does not exist yet is empty. */
export async function inspect(connection: Neo4jConnection, context: EngineContext): Promise<Inspection> {
  await using database = await openDatabase(connection, context)
  const { edition: _edition, ...identity } = await identityOf(database, connection)
  return { identity, exists: true, objects: await countObjects(database) }
}

export async function countObjects(database: Database): Promise<number> {
  const { result } = await database.reading(async (transaction) => {
    const [nodes] = await transaction.rows('MATCH (n) RETURN count(n)')
    return Number(nodes?.[0]) + (await readSchema(transaction)).length
  })
  return result
}
