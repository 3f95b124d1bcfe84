import { ClickHouseError } from '@clickhouse/client'
import { LifeboatError, type ErrorCode } from '../../core/errors.ts'
import {
  bySystemCode,
  FORBIDDEN,
  LOST,
  serverFailure,
  UNTRUSTED,
  wordsOf,
  type Meaning,
} from '../../runtime/server-failure.ts'

const UNREACHABLE: Meaning = {
  code: 'server-unreachable',
  what: 'the server cannot be reached',
  fix: 'check host, port and tls (the HTTP interface is 8123, HTTPS 8443), the firewall, and that the server runs',
}
const REFUSED: Meaning = {
  code: 'server-refused-login',
  what: 'the server refused the login',
  fix: 'check user and password, and from which hosts the user may connect',
}
const FULL: Meaning = { code: 'disk-full', what: 'the server has no disk space left' }
const NO_DATABASE: Meaning = {
  code: 'server-refused-login',
  what: 'the server has no such database, or does not show it to this login',
  fix: 'check the database of the target, and what its login may see',
}

/** ClickHouse's own error numbers. */
const BY_NUMBER: Readonly<Record<string, Meaning>> = {
  '81': NO_DATABASE,
  '159': { code: 'timed-out', what: 'the server ended a query at its own time limit' },
  '164': FORBIDDEN,
  '192': REFUSED,
  '193': REFUSED,
  '194': REFUSED,
  '195': REFUSED,
  '241': { code: 'program-failed', what: 'the server has no memory left for a query' },
  '243': FULL,
  '492': REFUSED,
  '497': FORBIDDEN,
  '516': REFUSED,
}

/** Its numbers for data that ends too early, does not fit its checksum, or cannot be taken apart; also for files of parts. */
const DAMAGE = new Set([32, 33, 40, 226, 228, 246, 271])
/** Whose data it is, the source's or a copy's, only the caller knows. */
export const DAMAGED = 'data that the server reads is damaged'

const BY_SYSTEM_CODE: Readonly<Record<string, Meaning>> = {
  ...bySystemCode(UNREACHABLE),
  ERR_STREAM_PREMATURE_CLOSE: LOST,
}

/** What an error of the client or server means; anything unknown becomes `fallback`. A LifeboatError stays as it is. */
export function explainServerError(
  error: unknown,
  address: string,
  fallback: ErrorCode = 'unexpected',
): LifeboatError {
  if (error instanceof LifeboatError) return error
  const unknown = isDamage(error) ? { code: fallback, what: DAMAGED } : fallback
  return serverFailure(error, address, meaningOf(error) ?? unknown)
}

/** The server's own number of an error that it answered with, also of one that was explained; undefined for any other. */
export function errorNumber(error: unknown): number | undefined {
  if (error instanceof ClickHouseError) return Number(error.code)
  return error instanceof LifeboatError && error.cause !== undefined ? errorNumber(error.cause) : undefined
}

/** Whether the server answered that it met damaged data. */
export function isDamage(error: unknown): boolean {
  return DAMAGE.has(errorNumber(error) ?? 0)
}

function meaningOf(error: unknown): Meaning | undefined {
  const message = wordsOf(error)
  if (error instanceof ClickHouseError) {
    return /No space left on device/i.test(message) ? FULL : BY_NUMBER[error.code]
  }
  const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? '') : ''
  const known = BY_SYSTEM_CODE[code]
  if (known !== undefined) return known
  if (/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|EPROTO|HPE_)/.test(code)) return UNTRUSTED
  return /aborted|socket hang up|terminated/i.test(message) ? LOST : undefined
}
