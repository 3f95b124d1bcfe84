import { LifeboatError, type ErrorCode } from '../../core/errors.ts'
import {
  bySystemCode,
  FORBIDDEN,
  LOST,
  serverFailure,
  UNTRUSTED,
  type Meaning,
} from '../../runtime/server-failure.ts'

const UNREACHABLE: Meaning = {
  code: 'server-unreachable',
  what: 'the server cannot be reached',
  fix: 'check host, port, firewall, and that the server runs',
}
const REFUSED: Meaning = {
  code: 'server-refused-login',
  what: 'the server refused the login',
  fix: 'check user, password, database and pg_hba.conf',
}

/** SQLSTATE, by its longest known prefix. */
const BY_STATE: Readonly<Record<string, Meaning>> = {
  '28': REFUSED,
  '3D000': REFUSED,
  '42501': FORBIDDEN,
  '53100': { code: 'disk-full', what: 'the server has no disk space left' },
  '53300': { ...UNREACHABLE, what: 'the server has no connection left', fix: 'raise max_connections' },
  '53200': { code: 'program-failed', what: 'the server has no memory left' },
  '55P03': {
    code: 'timed-out',
    what: 'somebody held a lock for too long',
    fix: 'end the session that holds it, or raise lockTimeout of the connection',
  },
  '57014': { code: 'timed-out', what: 'the server cancelled the statement' },
  '57P03': { ...UNREACHABLE, what: 'the server is starting or stopping' },
  '57P': LOST,
  '08': LOST,
}

const BY_SYSTEM_CODE: Readonly<Record<string, Meaning>> = {
  ...bySystemCode(UNREACHABLE),
  ENOENT: UNREACHABLE,
  EACCES: UNREACHABLE,
}

/** What an error of the driver means; anything unknown becomes `fallback`. A LifeboatError stays as it is. */
export function explainServerError(
  error: unknown,
  address: string,
  fallback: ErrorCode = 'unexpected',
): LifeboatError {
  if (error instanceof LifeboatError) return error
  return serverFailure(error, address, meaningOf(error) ?? fallback)
}

/** The SQLSTATE of a server error, undefined for any other. */
export function sqlState(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined
}

function meaningOf(error: unknown): Meaning | undefined {
  const state = sqlState(error)
  if (state !== undefined && !(state in BY_SYSTEM_CODE)) {
    return BY_STATE[state] ?? BY_STATE[state.slice(0, 3)] ?? BY_STATE[state.slice(0, 2)]
  }
  const code = error instanceof Error ? ((error as NodeJS.ErrnoException).code ?? '') : ''
  const known = BY_SYSTEM_CODE[code]
  if (known !== undefined) return known
  if (/^(ERR_TLS|ERR_SSL|CERT_|UNABLE_TO|SELF_SIGNED|DEPTH_ZERO)/.test(code)) return UNTRUSTED
  const message = error instanceof Error ? error.message : ''
  if (/does not support SSL/i.test(message)) return { ...UNTRUSTED, what: 'the server offers no TLS' }
  if (/timeout expired/i.test(message)) return UNREACHABLE
  if (/terminated|not queryable|closed/i.test(message)) return LOST
  if (/SASL|password must be/i.test(message)) return REFUSED
  return undefined
}
