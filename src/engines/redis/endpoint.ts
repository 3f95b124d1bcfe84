import type { Endpoint } from '../../core/endpoint.ts'
import type { RedisConnection } from './connection.ts'

/** Where the server listens; undefined for a unix socket. */
export function endpoint({ host, port, socket }: RedisConnection): Endpoint | undefined {
  return socket === undefined ? { host, port } : undefined
}

/** The same login at another address; the certificate is still asked for the name that was written. */
export function atEndpoint(connection: RedisConnection, { host, port }: Endpoint): RedisConnection {
  const { tls } = connection
  const named = tls === undefined ? {} : { tls: { ...tls, serverName: tls.serverName ?? connection.host } }
  return { ...connection, host, port, ...named }
}
