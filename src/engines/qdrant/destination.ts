import { holdsControlCharacter } from '../../core/control-characters.ts'
import { LifeboatError } from '../../core/errors.ts'
import { Secret } from '../../core/secret.ts'
import { tlsOf, type QdrantConnection } from './connection.ts'

const DEFAULT_PORT = 6333
const TLS_FILES = ['caFile', 'certFile', 'keyFile']

/** The server that `--into` names: `https://:KEY@host:6333?caFile=ca.crt`. Collections keep their names. Throws `usage-invalid`. */
export function destination(_source: QdrantConnection | undefined, into: string): QdrantConnection {
  const url = URL.canParse(into) ? new URL(into) : undefined
  if (url === undefined || !/^https?:$/.test(url.protocol)) throw invalid('the destination is not a URL')
  const files = Object.fromEntries(url.searchParams)
  if (
    url.pathname !== '/' ||
    url.hash !== '' ||
    Object.keys(files).some((name) => !TLS_FILES.includes(name))
  ) {
    throw invalid('the destination holds more than a server: collections keep their names')
  }
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const key = decoded(url.password === '' ? url.username : url.password)
  if (holdsControlCharacter(key) || holdsControlCharacter(into)) {
    throw invalid('the destination holds a control character')
  }
  return {
    host,
    // The URL drops a port that is usual for its protocol, and 443 is not usual for Qdrant.
    port: Number(/^[^?]*:(\d+)\/?(\?|$)/.exec(into)?.[1] ?? DEFAULT_PORT),
    ...(key === '' ? {} : { apiKey: new Secret(key) }),
    ...tlsOf(host, { ...files, mode: url.protocol === 'https:' ? 'verify-full' : 'disable' }),
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw invalid('the destination holds a % that begins no escape')
  }
}

function invalid(what: string): LifeboatError {
  return new LifeboatError({
    code: 'usage-invalid',
    what,
    fix: 'name an empty server, with its key in a variable: --into env:NAME, where NAME holds https://:KEY@host:6333',
  })
}
