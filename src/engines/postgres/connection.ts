import type { RevealSecret, Secret } from '../../core/secret.ts'
import { parseDuration } from '../../core/units.ts'
import { parseConnection } from '../../runtime/parse-connection.ts'
import { parseAddress } from './address.ts'
import { connectionSchema, type WrittenTls } from './config.ts'

type TlsMode = 'disable' | 'require' | 'verify-full'

interface Tls {
  readonly mode: TlsMode
  readonly caFile?: string
  readonly certFile?: string
  readonly keyFile?: string
  /** The name in the server's certificate, where it is not the host. */
  readonly serverName?: string
}

/** A way into one database, with its secret revealed. */
export interface PostgresConnection {
  /** A name, an address, or the folder of a unix socket. */
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: Secret | undefined
  readonly tls: Tls
  readonly lockTimeoutMs: number
  readonly fingerprintSessions: number
}

/** How long to wait for a table that somebody has locked. */
export const DEFAULT_LOCK_TIMEOUT_MS = 30_000

/** Turns what `lifeboat.yaml` holds into a connection. Throws `config-invalid` or `secret-missing`. */
export async function connect(written: unknown, reveal: RevealSecret): Promise<PostgresConnection> {
  const settings = parseConnection(connectionSchema, written, 'postgres')
  const limits = {
    lockTimeoutMs: parseDuration(settings.lockTimeout ?? '') ?? DEFAULT_LOCK_TIMEOUT_MS,
    fingerprintSessions: settings.fingerprintSessions ?? 1,
  }
  if ('url' in settings) {
    const address = parseAddress((await reveal(settings.url)).reveal())
    return { ...address, tls: chooseTls(address.host, { ...address.tls, ...settings.tls }), ...limits }
  }
  const { host, port, database, user, password, tls } = settings
  return {
    host,
    port: port ?? 5432,
    database,
    user,
    password: password === undefined ? undefined : await reveal(password),
    tls: chooseTls(host, tls ?? {}),
    ...limits,
  }
}

/** Names the database for people; never the user or a secret. */
export function addressOf(connection: PostgresConnection): string {
  return `${connection.host}:${connection.port}/${connection.database}`
}

/** Off this computer nothing but a verified server is the default; encrypting to anybody would be the illusion of safety. */
export function chooseTls(host: string, written: WrittenTls): Tls {
  const mode = written.mode ?? (isLocal(host) ? 'disable' : 'verify-full')
  const { caFile, certFile, keyFile } = written
  return {
    mode,
    ...(caFile === undefined ? {} : { caFile }),
    ...(certFile === undefined ? {} : { certFile }),
    ...(keyFile === undefined ? {} : { keyFile }),
  }
}

function isLocal(host: string): boolean {
  return host.startsWith('/') || host === 'localhost' || host === '::1' || host.startsWith('127.')
}
