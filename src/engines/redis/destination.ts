import { holdsControlCharacter } from '../../core/control-characters.ts'
import { LifeboatError } from '../../core/errors.ts'
import { Secret } from '../../core/secret.ts'
import type { RedisConnection } from './connection.ts'

const FORM = 'redis://user:password@host:port, or rediss:// for TLS'
const TLS_FILES = ['caFile', 'certFile', 'keyFile'] as const

/** A backup holds a whole server, so only another server can take it. Throws `usage-invalid` without repeating the address. */
export function destination(_source: RedisConnection | undefined, into: string): RedisConnection {
  const url = URL.canParse(into) ? new URL(into) : undefined
  if (url === undefined || !/^rediss?:$/.test(url.protocol)) {
    throw invalid('the destination is no address of a Redis server')
  }
  const host = decoded(url.hostname).replaceAll(/^\[|\]$/g, '')
  if (host === '' || holdsControlCharacter(host)) throw invalid('the address names no host')
  if (!['', '/'].includes(url.pathname)) {
    throw invalid('the address names one database, and a backup holds all of a server')
  }
  const user = decoded(url.username)
  return {
    host,
    port: url.port === '' ? 6379 : Number(url.port),
    ...(user === '' ? {} : { user }),
    ...(url.password === '' ? {} : { password: new Secret(decoded(url.password)) }),
    ...tlsOf(url),
  }
}

function tlsOf({ protocol, searchParams }: URL): Pick<RedisConnection, 'tls'> {
  const known: readonly string[] = TLS_FILES
  const unknown = [...searchParams.keys()].find((name) => !known.includes(name))
  if (unknown !== undefined)
    throw invalid('the address has a parameter that is none of caFile, certFile and keyFile')
  if (protocol === 'redis:') return {}
  const files = TLS_FILES.map((name) => [name, searchParams.get(name)] as const)
  return { tls: Object.fromEntries(files.filter(([, file]) => file !== null)) }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw invalid('the address holds a % that begins no escape')
  }
}

function invalid(what: string): LifeboatError {
  return new LifeboatError({ code: 'usage-invalid', what, fix: `write ${FORM}` })
}
