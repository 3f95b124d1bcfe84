import { LifeboatError } from '../../core/errors.ts'
import { addressOf, type ClickHouseConnection } from './connection.ts'

const VERSION = /^\d+\.\d+\S*$/
const MOST_WORDS = 200

/** What a server gave as its version. Throws `server-unsupported` when that is none. */
export function requireVersion(given: string, connection: ClickHouseConnection): string {
  if (VERSION.test(given)) return given
  throw foreign(connection, given)
}

/** The error of a server that answers in other words than ClickHouse does. */
export function foreign(connection: ClickHouseConnection, words: string): LifeboatError {
  return new LifeboatError({
    code: 'server-unsupported',
    what: `what answers at ${addressOf(connection)} is no ClickHouse`,
    why: words === '' ? 'its answer is empty' : `its answer is ${JSON.stringify(words.slice(0, MOST_WORDS))}`,
    fix: 'check host and port of the target: the HTTP interface is meant, 8123 unless changed, with TLS 8443',
  })
}
