import { LifeboatError } from '../../core/errors.ts'
import { Secret } from '../../core/secret.ts'
import type { WrittenTls } from './config.ts'

/** What a connection URL says. */
export interface Address {
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: Secret | undefined
  readonly tls: WrittenTls
}

/** Parameters of other clients that do not change what a session sees. */
const IGNORED = new Set([
  'application_name',
  'channel_binding',
  'connect_timeout',
  'connection_limit',
  'fallback_application_name',
  'keepalives',
  'pool_timeout',
  'schema',
])
const TLS_MODES: Readonly<Record<string, NonNullable<WrittenTls['mode']>>> = {
  disable: 'disable',
  require: 'require',
  'verify-full': 'verify-full',
}

/** Reads `postgres://user:password@host:port/database?sslmode=…`. Throws `config-invalid` without repeating the URL. */
export function parseAddress(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || !/^postgres(ql)?:$/.test(url.protocol)) {
    throw invalid('the connection URL is not of the form postgres://user:password@host:port/database')
  }
  const database = decoded(url.pathname.slice(1))
  if (database === '') throw invalid('the connection URL names no database')
  const user = decoded(url.username)
  if (user === '') throw invalid('the connection URL names no user')
  const tls = readParameters(url.searchParams)
  return {
    host: url.searchParams.get('host') ?? decoded(url.hostname).replaceAll(/^\[|\]$/g, ''),
    port: url.port === '' ? Number(url.searchParams.get('port') ?? 5432) : Number(url.port),
    database,
    user,
    password: url.password === '' ? undefined : new Secret(decoded(url.password)),
    tls,
  }
}

/** The runtime's own error would be one of Lifeboat's defects to whoever reads it. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw invalid(
      'the connection URL holds a % that begins no escape',
      'write each % of a name or a password as %25',
    )
  }
}

function readParameters(parameters: URLSearchParams): WrittenTls {
  const tls: WrittenTls = {}
  for (const [name, value] of parameters) {
    if (name === 'sslmode') tls.mode = tlsMode(value)
    else if (name === 'sslrootcert') tls.caFile = value
    else if (name === 'sslcert') tls.certFile = value
    else if (name === 'sslkey') tls.keyFile = value
    else if (name !== 'host' && name !== 'port' && !IGNORED.has(name)) {
      throw invalid(`the connection URL has the parameter ${name}, which lifeboat does not know`)
    }
  }
  return tls
}

function tlsMode(value: string): NonNullable<WrittenTls['mode']> {
  const mode = TLS_MODES[value]
  if (mode === undefined) {
    throw invalid(
      `the connection URL has sslmode=${value}`,
      'use disable, require or verify-full: the others may end up without encryption or without a checked name',
    )
  }
  return mode
}

function invalid(what: string, fix?: string): LifeboatError {
  return new LifeboatError({ code: 'config-invalid', what, ...(fix === undefined ? {} : { fix }) })
}
