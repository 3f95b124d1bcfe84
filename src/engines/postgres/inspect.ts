import type { EngineContext, Inspection } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { addressOf, type PostgresConnection } from './connection.ts'
import { identify } from './identity.ts'
import { countObjects } from './inventory/count-objects.ts'
import { openSession, type Session } from './session.ts'

const SYSTEM = new Set(['postgres', 'template0', 'template1'])

/**
 * Who a destination is and how many objects lie in it; a database that does not exist yet is empty.
 * Throws `not-supported` for databases that come with every server, and for templates.
 */
export async function inspect(connection: PostgresConnection, context: EngineContext): Promise<Inspection> {
  const { exists, identity } = await lookFromBeside(connection, context)
  if (!exists) return { identity, exists, objects: 0 }
  await using session = await openSession(connection, context)
  return { identity, exists, objects: await countObjects(session) }
}

/** A session in a database of the server that always exists, to create, rename or look at another one. */
export async function openBeside(connection: PostgresConnection, context: EngineContext): Promise<Session> {
  const attempts: unknown[] = []
  for (const database of ['postgres', 'template1']) {
    try {
      return await openSession({ ...connection, database }, context)
    } catch (error) {
      attempts.push(error)
    }
  }
  throw attempts[0] instanceof LifeboatError ? attempts[0] : new Error('no database to connect to')
}

async function lookFromBeside(connection: PostgresConnection, context: EngineContext) {
  await using session = await openBeside(connection, context)
  const rows = await session.query<{ template: string }>(
    'select datistemplate::text as template from pg_catalog.pg_database where datname = $1',
    [connection.database],
  )
  if (SYSTEM.has(connection.database) || rows[0]?.template === 'true') throw ofTheServer(connection)
  return { exists: rows.length > 0, identity: await identify(session, connection) }
}

function ofTheServer(connection: PostgresConnection): LifeboatError {
  return new LifeboatError({
    code: 'not-supported',
    what: `${addressOf(connection)} is a template or a database that comes with every server: nothing is restored into it`,
    fix: 'name a new database: --into orders_restored',
  })
}
