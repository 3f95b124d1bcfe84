import { LifeboatError } from '../../core/errors.ts'
import type { RevealSecret, Secret } from '../../core/secret.ts'
import { parseDuration } from '../../core/units.ts'
import { parseConnection } from '../../runtime/parse-connection.ts'
import { parseAddress } from './address.ts'
import { connectionSchema } from './config.ts'
import type { NativeSettings } from './native/settings.ts'

const DEFAULT_MUTATION_TIMEOUT_MS = 60_000

interface Tls {
  readonly caFile?: string | undefined
  readonly certFile?: string | undefined
  readonly keyFile?: string | undefined
  /** What the certificate is asked for where the address is another: the near end of a tunnel. */
  readonly serverName?: string | undefined
}

/** A way to one database over HTTP or, with `tls`, HTTPS, with its secret revealed. */
export interface ClickHouseConnection {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: Secret | undefined
  readonly tls: Tls | undefined
  readonly mode: 'portable' | 'native'
  /** How the server itself reaches the store. */
  readonly native: NativeSettings
  readonly format: 'native' | 'csv'
  readonly compress: boolean
  readonly mutationTimeoutMs: number
}

/** Turns what `lifeboat.yaml` holds into a connection. Throws `config-invalid` or `secret-missing`. */
export async function connect(written: unknown, reveal: RevealSecret): Promise<ClickHouseConnection> {
  const settings = parseConnection(connectionSchema, written, 'clickhouse')
  const options = {
    mode: settings.mode ?? 'portable',
    native: settings.native ?? {},
    format: settings.format ?? 'native',
    mutationTimeoutMs: parseDuration(settings.mutationTimeout ?? '') ?? DEFAULT_MUTATION_TIMEOUT_MS,
  } as const
  if ('url' in settings) {
    const { secure, ...address } = parseAddress((await reveal(settings.url)).reveal())
    const tls = secure ? (settings.tls ?? {}) : undefined
    if (!secure && settings.tls !== undefined) throw needsHttps()
    return { ...address, tls, ...options, compress: settings.compress ?? !isLocal(address.host) }
  }
  const { host, port, database, user, password, tls } = settings
  return {
    host,
    port: port ?? (tls === undefined ? 8123 : 8443),
    database,
    user: user ?? 'default',
    password: password === undefined ? undefined : await reveal(password),
    tls,
    ...options,
    compress: settings.compress ?? !isLocal(host),
  }
}

/** The server's own BACKUP is the server's to write. */
export function delegates(written: unknown): boolean {
  return parseConnection(connectionSchema, written, 'clickhouse').mode === 'native'
}

/** Names the database for people; never the user or a secret. */
export function addressOf({ host, port, database }: ClickHouseConnection): string {
  return `${host}:${port}/${database}`
}

function needsHttps(): LifeboatError {
  return new LifeboatError({
    code: 'config-invalid',
    what: 'the connection of a clickhouse target has tls, but its URL begins with http:',
    fix: 'write the URL as https://',
  })
}

/** Between programs of one computer, compressing twice takes longer than sending more. */
function isLocal(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}
