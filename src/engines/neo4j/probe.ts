import type { EngineContext, Probe } from '../../core/engine.ts'
import type { Neo4jConnection } from './connection.ts'
import type { Database } from './database.ts'
import { assertSupported, identityOf } from './identity.ts'
import { openRevived } from './offline/open-revived.ts'
import { hiddenFrom } from './privileges.ts'
import { serverTime } from './server-time.ts'

/** Neo4j does not tell what a database takes on the disk, so its records are counted with their usual sizes. */
const RECORD_BYTES = { node: 128, relationship: 128 } as const

/** Asks the server who it is, how large the database is and what this login may not see. */
export async function probe(connection: Neo4jConnection, context: EngineContext): Promise<Probe> {
  await using database = await openRevived(connection, context)
  return await probeDatabase(database, connection)
}

export async function probeDatabase(database: Database, connection: Neo4jConnection): Promise<Probe> {
  const { edition, ...identity } = await identityOf(database, connection)
  assertSupported(identity.version)
  const { result } = await database.reading(async (transaction) => {
    const [nodes] = await transaction.rows('MATCH (n) RETURN count(n)')
    const [relationships] = await transaction.rows('MATCH ()-[r]->() RETURN count(r)')
    return {
      serverTime: await serverTime(transaction),
      sizeBytes:
        Number(nodes?.[0]) * RECORD_BYTES.node + Number(relationships?.[0]) * RECORD_BYTES.relationship,
    }
  })
  return {
    identity,
    ...result,
    missing: edition === 'enterprise' ? await hiddenFrom(database, connection.database) : [],
    requirements: { neo4jVersion: identity.version, edition },
  }
}
