import type { ServerIdentity } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import { addressOf, type PostgresConnection } from './connection.ts'
import type { Session } from './session.ts'

/**
 * The identity of one database: `<system identifier>/<database>`, the same for a standby and its primary.
 * Where a provider hides the system identifier, the server's own address and port stand in for it.
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

async function serverIdentifier(session: Session, { host, port }: PostgresConnection): Promise<string> {
  try {
    const [row] = await session.query<{ id: string }>(
      'select system_identifier::text as id from pg_catalog.pg_control_system()',
    )
    if (row !== undefined) return row.id
  } catch (error) {
    if (!isLifeboatError(error, 'privilege-missing')) throw error
  }
  const [row] = await session.query<{ address: string | null }>(
    "select host(inet_server_addr()) || ':' || inet_server_port() as address",
  )
  return row?.address ?? `${host}:${port}`
}
