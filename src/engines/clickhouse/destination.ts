import { holdsControlCharacter } from '../../core/control-characters.ts'
import { LifeboatError } from '../../core/errors.ts'
import { parseAddress } from './address.ts'
import type { ClickHouseConnection } from './connection.ts'

const SYSTEM = new Set(['system', 'information_schema', 'INFORMATION_SCHEMA', 'default'])

/**
 * A URL is an address of its own; anything else names another database of the source's server.
 * Throws `usage-invalid`, `not-supported` or `config-invalid`.
 */
export function destination(source: ClickHouseConnection | undefined, into: string): ClickHouseConnection {
  if (into.includes('://')) {
    const { secure, ...address } = parseAddress(into)
    assertName(address.database)
    if (holdsControlCharacter(address.host))
      throw invalid('the host of the destination holds a control character', 'write its name')
    return {
      ...address,
      tls: secure ? {} : undefined,
      mode: 'portable',
      native: source?.native ?? {},
      format: 'native',
      compress: true,
      mutationTimeoutMs: 0,
    }
  }
  assertName(into)
  if (source === undefined) {
    throw invalid(
      `"${into}" names a database, but there is no target whose server it could be on`,
      'give a URL: https://user@host:8443/database',
    )
  }
  return { ...source, database: into }
}

/** A destination is confirmed by its name, which must therefore be the whole of what was meant. */
function assertName(name: string): void {
  const fix = 'name a new database: --into shop_restored'
  if (name.trim() === '') throw invalid('the name of the destination is empty', fix)
  if (holdsControlCharacter(name)) throw invalid('the name of the destination holds a control character', fix)
  if (name.includes('/')) throw invalid('the name of the destination holds a slash', fix)
  if (SYSTEM.has(name)) {
    throw new LifeboatError({
      code: 'not-supported',
      what: `${name} comes with every ClickHouse server: nothing is restored into it`,
      fix,
    })
  }
}

function invalid(what: string, fix: string): LifeboatError {
  return new LifeboatError({ code: 'usage-invalid', what, fix })
}
