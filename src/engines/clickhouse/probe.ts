import type { EngineContext, Probe } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { addressOf, type ClickHouseConnection } from './connection.ts'
import { assertSupported, identify } from './identity.ts'
import { findMissing } from './missing-privileges.ts'
import { openSession, type Session } from './session.ts'

/** Asks the server who it is, how large the database is and what this login may not see. */
export async function probe(connection: ClickHouseConnection, context: EngineContext): Promise<Probe> {
  await using session = await openSession(connection, context)
  assertSupported(session.version)
  const requirements = await readRequirements(session, connection)
  const [row] = await session.rows(FACTS, { database: connection.database })
  const [now, bytes] = row ?? []
  return {
    identity: await identify(session, connection),
    serverTime: new Date(now ?? Number.NaN),
    sizeBytes: Number(bytes),
    missing: await findMissing(session, connection.database),
    requirements,
  }
}

const NOW = "concat(replaceOne(toString(now64(3, 'UTC')), ' ', 'T'), 'Z')"

/** An instant by the server's clock, RFC 3339. */
export async function serverTime(session: Session): Promise<string> {
  return (await session.rows(`SELECT ${NOW}`))[0]?.[0] ?? ''
}

const FACTS = `
SELECT ${NOW}, toString(sum(ifNull(total_bytes, 0))) FROM system.tables WHERE database = {database:String}`

/** What a server must be like so that the backup loads as it was. Throws `server-refused-login` where there is no such database. */
export async function readRequirements(
  session: Session,
  connection: ClickHouseConnection,
): Promise<Record<string, string>> {
  const { database } = connection
  const rows = await session.rows('SELECT engine FROM system.databases WHERE name = {database:String}', {
    database,
  })
  if (rows.length === 0) {
    throw new LifeboatError({
      code: 'server-refused-login',
      what: `${addressOf(connection)}: the server has no such database, or does not show it to this login`,
      fix: 'check the database of the target, and that its login may see it (GRANT SHOW)',
    })
  }
  return { serverVersion: session.version, database }
}
