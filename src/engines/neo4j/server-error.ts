import { LifeboatError, type ErrorCode } from '../../core/errors.ts'
import { FORBIDDEN, type Meaning } from '../../runtime/server-failure.ts'

const LOST: Meaning = {
  code: 'connection-lost',
  what: 'the connection to Neo4j was lost',
  fix: 'look into the server log for the reason, then run again',
}
const REFUSED: Meaning = {
  code: 'server-refused-login',
  what: 'Neo4j refused the login',
  fix: 'check user, password and database of the target',
}

/** Neo4j's status codes, by their longest known beginning. */
const BY_STATUS: Readonly<Record<string, Meaning>> = {
  'Neo.ClientError.Security.Forbidden': FORBIDDEN,
  'Neo.ClientError.Security': REFUSED,
  'Neo.ClientError.Database.DatabaseNotFound': { ...REFUSED, what: 'Neo4j has no database of that name' },
  'Neo.TransientError.General.DatabaseUnavailable': {
    ...LOST,
    code: 'server-unreachable',
    what: 'the database is not available',
    fix: 'see SHOW DATABASES for its status',
  },
  'Neo.TransientError.General.OutOfMemoryError': { code: 'program-failed', what: 'Neo4j has no memory left' },
  'Neo.TransientError.General.MemoryPoolOutOfMemoryError': {
    code: 'program-failed',
    what: 'Neo4j has no memory left for transactions',
    fix: 'raise dbms.memory.transaction.total.max or server.memory.heap.max_size',
  },
  'Neo.ClientError.Transaction.TransactionTimedOut': {
    code: 'timed-out',
    what: 'Neo4j ended the transaction after its own time limit',
    fix: 'raise db.transaction.timeout',
  },
  'Neo.ClientError.Transaction.Terminated': LOST,
  'Neo.TransientError.Transaction.Terminated': LOST,
  ServiceUnavailable: LOST,
  SessionExpired: LOST,
}

/** What an error of the driver means; anything unknown becomes `fallback`. A LifeboatError stays as it is. */
export function explainServerError(
  error: unknown,
  address: string,
  fallback: ErrorCode = 'unexpected',
): LifeboatError {
  if (error instanceof LifeboatError) return error
  const status = statusOf(error) ?? ''
  const known = Object.keys(BY_STATUS)
    .filter((beginning) => status.startsWith(beginning))
    .toSorted((one, other) => other.length - one.length)
  const meaning = BY_STATUS[known[0] ?? ''] ?? { code: fallback, what: 'a query failed' }
  const what = `${address}: ${meaning.what}`
  return new LifeboatError({ ...meaning, what, why: wordsOf(error, status), cause: error })
}

/** Errors whose words show values of properties: `property `email` = 'ada@example.org'`. */
const SHOWS_VALUES =
  /^Neo\.ClientError\.(Schema\.Constraint|Statement\.(TypeError|ArgumentError|ArithmeticError|PropertyNotFound))/

function wordsOf(error: unknown, status: string): string {
  if (SHOWS_VALUES.test(status)) return `${status}; its words may hold data and are left out`
  return error instanceof Error ? error.message : String(error)
}

/** The same for an error of the first contact. */
export function explainFirstContact(error: unknown, address: string): LifeboatError {
  const explained = explainServerError(error, address, 'server-unreachable')
  if (explained.code !== 'connection-lost') return explained
  return new LifeboatError({
    code: 'server-unreachable',
    what: `${address}: Neo4j cannot be reached`,
    ...(explained.why === undefined ? {} : { why: explained.why }),
    fix: 'check uri, firewall, and that the server runs; with +s also its certificate',
    cause: error,
  })
}

/** Neo4j's status code of an error, undefined for any other. */
export function statusOf(error: unknown): string | undefined {
  const code = error instanceof Error ? (error as { code?: unknown }).code : undefined
  return typeof code === 'string' ? code : undefined
}
