import type { EngineContext, ServerIdentity } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { PostgresConnection } from './connection.ts'
import { identify } from './identity.ts'
import { own } from './inventory/own-objects.ts'
import { openSession, type Session } from './session.ts'

export interface Inspection {
  readonly identity: ServerIdentity
  readonly exists: boolean
  readonly objects: number
}

/** Who a destination is and how many objects lie in it; a database that does not exist yet is empty. */
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
  const rows = await session.query('select from pg_catalog.pg_database where datname = $1', [
    connection.database,
  ])
  return { exists: rows.length > 0, identity: await identify(session, connection) }
}

/** Everything that does not come with an empty database or from an extension. */
async function countObjects(session: Session): Promise<number> {
  const [row] = await session.query<{ count: string }>(OBJECTS)
  return Number(row?.count)
}

const OBJECTS = `
select (
  (select count(*) from pg_catalog.pg_class c where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and ${own('pg_class', 'c')})
  + (select count(*) from pg_catalog.pg_proc p where ${own('pg_proc', 'p')})
  + (select count(*) from pg_catalog.pg_type t where t.typrelid = 0 and t.typelem = 0 and ${own('pg_type', 't')})
  + (select count(*) from pg_catalog.pg_namespace n where n.nspname !~ '^pg_(temp|toast)' and ${own('pg_namespace', 'n')} and n.nspname <> 'public')
  + (select count(*) from pg_catalog.pg_largeobject_metadata)
)::text as count`
