import { LifeboatError } from '../../core/errors.ts'
import { DAMAGED, errorNumber, isDamage } from './server-error.ts'

/** The query is wrong whatever the copy holds. */
const WRONG_QUERY: Readonly<Record<number, string>> = {
  62: 'the query has a syntax error',
  164: 'the query would write, and checks only read',
  184: 'the query uses aggregates wrongly',
  215: 'the query uses group by or an aggregate wrongly',
}

/** Says nothing of the copy: another time or place the query may be answered. */
const OVERLOADED: Readonly<Record<number, string>> = {
  159: 'the server ended the query at its own time limit',
  202: 'the server has too many queries to do',
  241: 'the server had no memory left for the query',
}

/** May be the query's fault or that of a copy which lacks something; never the server's words, which may hold rows. */
const UNANSWERED: Readonly<Record<number, string>> = {
  47: 'a column that the query names does not exist',
  16: 'a column that the query names does not exist',
  46: 'a function that the query names does not exist',
  60: 'a table or view that the query names does not exist',
  81: 'a database that the query names does not exist',
  497: 'the login may not read what the query names',
}

/** What a failed application check shows of the server's answer; errors of the connection stay as they are. */
export function explainQuestion(error: unknown): unknown {
  if (!(error instanceof LifeboatError) || error.code === 'connection-lost' || error.code === 'cancelled')
    return error
  const number = errorNumber(error)
  if (number === undefined) return error
  const overloaded = OVERLOADED[number]
  if (overloaded !== undefined) {
    return new LifeboatError({
      code: 'program-failed',
      what: `ClickHouse error ${number}: ${overloaded}`,
      fix: 'give the sandbox more memory, or make the query cheaper',
      cause: error,
    })
  }
  const wrong = WRONG_QUERY[number]
  const unanswered = isDamage(error) ? DAMAGED : UNANSWERED[number]
  return new LifeboatError({
    code: wrong === undefined ? 'content-different' : 'plan-invalid',
    what: `ClickHouse error ${number}: ${wrong ?? unanswered ?? 'the server refused the query'}`,
    fix: 'run the query of the check on the source',
    cause: error,
  })
}
