import type { EngineContext, Inspection } from '../../core/engine.ts'
import type { ClickHouseConnection } from './connection.ts'
import { identify } from './identity.ts'
import { openSession } from './session.ts'

/** Who a destination is and how many objects lie in it; a database that does not exist yet is empty. */
export async function inspect(connection: ClickHouseConnection, context: EngineContext): Promise<Inspection> {
  await using session = await openSession(connection, context)
  const identity = await identify(session, connection)
  const [row] = await session.rows(
    `SELECT toString((SELECT count() FROM system.databases WHERE name = {database:String})),
            toString((SELECT count() FROM system.tables WHERE database = {database:String}))`,
    { database: connection.database },
  )
  return { identity, exists: row?.[0] !== '0', objects: Number(row?.[1] ?? 0) }
}
