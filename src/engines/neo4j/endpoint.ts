import type { Endpoint } from '../../core/endpoint.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { Neo4jConnection } from './connection.ts'

const DEFAULT_PORT = 7687

/** Where the server, or the first one of a cluster, listens. */
export function endpoint({ uri }: Neo4jConnection): Endpoint {
  const { hostname, port } = new URL(uri.replace(/^[^:]*/, 'http'))
  const host = hostname.replaceAll(/^\[|\]$/g, '')
  return { host, port: port === '' ? DEFAULT_PORT : Number(port) }
}

/**
 * The same login at another address, asked directly: a routing table would lead past it. Throws `not-supported` for a checked
 * certificate, since the driver compares it with the address.
 */
export function atEndpoint(connection: Neo4jConnection, { host, port }: Endpoint): Neo4jConnection {
  const [scheme = ''] = connection.uri.split('://')
  if (scheme.endsWith('+s')) {
    throw new LifeboatError({
      code: 'not-supported',
      what: 'a Neo4j server that proves itself by a certificate cannot be reached through a tunnel',
      fix: 'connect to it directly, or without TLS inside the tunnel: bolt://',
    })
  }
  const direct = scheme.replace('neo4j', 'bolt')
  return { ...connection, uri: `${direct}://${host.includes(':') ? `[${host}]` : host}:${port}` }
}
