import type { ServerIdentity } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import { addressOf, type PostgresConnection } from './connection.ts'
import type { Session } from './session.ts'

/**
 * The identity of one database: `<system identifier>/<database>`, the same for a standby and its primary.
 * Where a provider hides the system identifier, the server's own address and port and the database's oid stand in for it.
 */
export async function identify(session: Session, connection: PostgresConnection): Promise<ServerIdentity> {
  const [row] = await session.query<{ version: string }>(
    "select current_setting('server_version') as version",
  )
  const server = await serverIdentifier(session, connection)
  return {
    version: (row?.version ?? '').split(' ')[0] ?? '',
    id: `${server}/${connection.database}`,
    address: addressOf(connection),
  }
}

async function serverIdentifier(
  session: Session,
  { host, port, database }: PostgresConnection,
): Promise<string> {
  try {
    const [row] = await session.query<{ id: string }>(
      'select system_identifier::text as id from pg_catalog.pg_control_system()',
    )
    if (row !== undefined) return row.id
  } catch (error) {
    if (!isLifeboatError(error, 'privilege-missing')) throw error
  }
  const [row] = await session.query<{ address: string | null; oid: string | null }>(
    `select host(inet_server_addr()) || ':' || inet_server_port() as address,
            (select oid::text from pg_catalog.pg_database where datname = $1) as oid`,
    [database],
  )
  return `${row?.address ?? `${host}:${port}`}#${row?.oid ?? 'none'}`
}

const PARTIAL = /#(\d+|none)\/([^/]*)$/

/**
 * True when a system identifier is hidden on one side and nothing else tells the databases apart. Addresses do not: a server
 * has another one on each way to it.
 */
export function mayBeSame(one: ServerIdentity, other: ServerIdentity): boolean {
  const [left, right] = [PARTIAL.exec(one.id), PARTIAL.exec(other.id)]
  if (left === null && right === null) return false
  const names = [one, other].map(({ id }) => id.slice(id.lastIndexOf('/') + 1))
  if (names[0] !== names[1]) return false
  return left === null || right === null || left[1] === right[1]
}
