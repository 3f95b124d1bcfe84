import { LifeboatError } from '../../core/errors.ts'
import { Secret } from '../../core/secret.ts'

/** What a connection URL says. */
export interface Address {
  readonly secure: boolean
  readonly host: string
  readonly port: number
  readonly database: string
  readonly user: string
  readonly password: Secret | undefined
}

const NATIVE_PORTS = new Set(['9000', '9440'])
const NATIVE_SCHEMES = new Set(['clickhouse:', 'clickhouses:', 'tcp:', 'native:'])

/** Reads `https://user:password@host:8443/database`. Throws `config-invalid` without repeating the URL. */
export function parseAddress(text: string): Address {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url !== undefined && (NATIVE_SCHEMES.has(url.protocol) || NATIVE_PORTS.has(url.port))) throw isNative()
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw invalid('the connection URL is not of the form https://user:password@host:8443/database')
  }
  const secure = url.protocol === 'https:'
  const database = decoded(url.pathname.slice(1)) || (url.searchParams.get('database') ?? '')
  if (database === '') throw invalid('the connection URL names no database')
  const password = decoded(url.password)
  return {
    secure,
    host: decoded(url.hostname).replaceAll(/^\[|\]$/g, ''),
    port: portOf(url, secure, text),
    database,
    user: decoded(url.username) || 'default',
    password: password === '' ? undefined : new Secret(password),
  }
}

/** A port of 80 or 443 that is the scheme's own is not repeated by the URL, so the text tells whether it was written. */
function portOf(url: URL, secure: boolean, text: string): number {
  if (url.port !== '') return Number(url.port)
  const written = /^[a-z]+:\/\/[^/?#]*:(\d+)(?:[/?#]|$)/i.exec(text)?.[1]
  return written === undefined ? (secure ? 8443 : 8123) : Number(written)
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

function isNative(): LifeboatError {
  return invalid(
    'the connection URL names the native protocol of ClickHouse (port 9000 or 9440), which is not spoken here',
    'name the HTTP interface of the same server: http://host:8123/database, or https://host:8443/database',
  )
}

function invalid(what: string, fix?: string): LifeboatError {
  return new LifeboatError({ code: 'config-invalid', what, ...(fix === undefined ? {} : { fix }) })
}
