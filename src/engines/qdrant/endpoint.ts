import type { Endpoint } from '../../core/endpoint.ts'
import type { QdrantConnection } from './connection.ts'

export function endpoint({ host, port }: QdrantConnection): Endpoint {
  return { host, port }
}

/** The same key at another address; the certificate is still asked for the name that was written. */
export function atEndpoint(connection: QdrantConnection, { host, port }: Endpoint): QdrantConnection {
  const { tls } = connection
  const named = tls === undefined ? {} : { tls: { ...tls, serverName: tls.serverName ?? connection.host } }
  return { ...connection, host, port, ...named }
}
