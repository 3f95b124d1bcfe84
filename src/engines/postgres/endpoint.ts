import { isIP } from 'node:net'
import type { Endpoint } from '../../core/endpoint.ts'
import type { PostgresConnection } from './connection.ts'

/** Where the server listens; undefined for a unix socket. */
export function endpoint({ host, port }: PostgresConnection): Endpoint | undefined {
  return host.startsWith('/') ? undefined : { host, port }
}

/** The same login at another address; the certificate is still asked for the name that was written. */
export function atEndpoint(connection: PostgresConnection, { host, port }: Endpoint): PostgresConnection {
  const serverName = connection.tls.serverName ?? connection.host
  return { ...connection, host, port, tls: { ...connection.tls, serverName } }
}

/** What Node's TLS compares the certificate with, and announces where it may: an address is never announced. */
export function tlsName({ host, tls }: PostgresConnection): { host?: string; servername?: string } {
  const name = tls.serverName ?? host
  if (name.startsWith('/')) return {}
  return isIP(name) === 0 ? { host: name, servername: name } : { host: name }
}
