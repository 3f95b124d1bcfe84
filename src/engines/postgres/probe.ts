import type { EngineContext, Probe } from '../../core/engine.ts'
import type { PostgresConnection } from './connection.ts'
import { identify } from './identity.ts'
import { findMissingPrivileges } from './privileges.ts'
import { readRequirements } from './requirements.ts'
import { openSession } from './session.ts'
import { assertSupported } from './version.ts'

/** Asks the server who it is, how large the database is and what this login may not see. */
export async function probe(connection: PostgresConnection, context: EngineContext): Promise<Probe> {
  await using session = await openSession(connection, context)
  const identity = await identify(session, connection)
  assertSupported(identity.version)
  const [facts] = await session.query<{ now: string; bytes: string }>(
    `select to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as now,
            pg_database_size(current_database())::text as bytes`,
  )
  return {
    identity,
    serverTime: new Date(facts?.now ?? Number.NaN),
    sizeBytes: Number(facts?.bytes),
    missing: await findMissingPrivileges(session),
    requirements: await readRequirements(session),
  }
}
