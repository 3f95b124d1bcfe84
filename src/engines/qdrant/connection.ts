import type { RevealSecret, Secret } from '../../core/secret.ts'
import { parseConnection } from '../../runtime/parse-connection.ts'
import { connectionSchema } from './config.ts'

/** How the server's certificate is checked; absent where the connection is not encrypted. */
interface QdrantTls {
  readonly caFile?: string
  readonly certFile?: string
  readonly keyFile?: string
  /** The name that the certificate must hold, where it is not the host. */
  readonly serverName?: string
}

export interface Peer {
  readonly host: string
  readonly port: number
}

/** The REST interface of a Qdrant server, with its secret revealed. */
export interface QdrantConnection extends Peer {
  readonly apiKey?: Secret
  readonly tls?: QdrantTls
  /** REST addresses of a cluster's peers, where they are not what the cluster tells. */
  readonly peers?: readonly Peer[]
}

/** Turns what `lifeboat.yaml` holds into a connection. Throws `config-invalid` or `secret-missing`. */
export async function connect(written: unknown, reveal: RevealSecret): Promise<QdrantConnection> {
  const { host, port, apiKey, tls, peers } = parseConnection(connectionSchema, written, 'qdrant')
  return {
    host,
    port,
    ...(apiKey === undefined ? {} : { apiKey: await reveal(apiKey) }),
    ...tlsOf(host, tls ?? {}),
    ...(peers === undefined ? {} : { peers }),
  }
}

/** Off this computer nothing but a verified server is the default: the key is sent with every request. */
export function tlsOf(
  host: string,
  { mode, caFile, certFile, keyFile }: NonNullable<WrittenTls>,
): Pick<QdrantConnection, 'tls'> {
  if ((mode ?? (isLocal(host) && caFile === undefined ? 'disable' : 'verify-full')) === 'disable') return {}
  return {
    tls: {
      ...(caFile === undefined ? {} : { caFile }),
      ...(certFile === undefined ? {} : { certFile }),
      ...(keyFile === undefined ? {} : { keyFile }),
    },
  }
}

type WrittenTls = ReturnType<typeof connectionSchema.parse>['tls']

function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** `host:port`, for people; never the key. */
export function addressOf({ host, port }: Peer): string {
  return `${host.includes(':') ? `[${host}]` : host}:${port}`
}
