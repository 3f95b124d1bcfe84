import { holdsControlCharacter } from '../../core/control-characters.ts'
import { LifeboatError } from '../../core/errors.ts'
import { parseAddress } from './address.ts'
import { chooseTls, DEFAULT_LOCK_TIMEOUT_MS, type PostgresConnection } from './connection.ts'

/** PostgreSQL cuts a longer name short without an error. */
const LONGEST_NAME_BYTES = 63

/**
 * A URL is an address of its own; anything else names another database of the source's server.
 * Throws `usage-invalid` or `config-invalid`.
 */
export function destination(source: PostgresConnection | undefined, into: string): PostgresConnection {
  if (/^postgres(ql)?:\/\//.test(into)) {
    const address = parseAddress(into)
    assertName(address.database)
    if (holdsControlCharacter(address.host))
      throw invalid('the host of the destination holds a control character', 'write its name')
    return {
      ...address,
      tls: chooseTls(address.host, address.tls),
      lockTimeoutMs: DEFAULT_LOCK_TIMEOUT_MS,
      fingerprintSessions: 1,
    }
  }
  assertName(into)
  if (source === undefined) {
    throw invalid(
      `"${into}" names a database, but there is no target whose server it could be on`,
      'give a URL: postgres://user@host/database',
    )
  }
  return { ...source, database: into }
}

/** A destination is confirmed by its name, which must therefore be the whole of what was meant. */
function assertName(name: string): void {
  const fix = 'name a new database: --into orders_restored'
  if (name.trim() === '') throw invalid('the name of the destination is empty', fix)
  if (Buffer.byteLength(name) > LONGEST_NAME_BYTES) {
    throw invalid(`the name of the destination has more than ${LONGEST_NAME_BYTES} bytes`, fix)
  }
  if (holdsControlCharacter(name)) throw invalid('the name of the destination holds a control character', fix)
  if (name.includes('/')) throw invalid('the name of the destination holds a slash', fix)
}

function invalid(what: string, fix: string): LifeboatError {
  return new LifeboatError({ code: 'usage-invalid', what, fix })
}
