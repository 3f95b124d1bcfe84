import type { Endpoint } from '../../core/endpoint.ts'
import type { ClickHouseConnection } from './connection.ts'

/** Where the server's HTTP interface listens. */
export function endpoint({ host, port }: ClickHouseConnection): Endpoint {
  return { host, port }
}

/** The same login at another address; the certificate is still asked for the name that was written. */
export function atEndpoint(connection: ClickHouseConnection, { host, port }: Endpoint): ClickHouseConnection {
  const { tls } = connection
  const serverName = tls?.serverName ?? connection.host
  return { ...connection, host, port, tls: tls === undefined ? undefined : { ...tls, serverName } }
}
