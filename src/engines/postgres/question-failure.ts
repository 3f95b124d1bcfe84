import { LifeboatError } from '../../core/errors.ts'
import { sqlState } from './server-error.ts'

/** The query is wrong whatever the copy holds. */
const WRONG_QUERY: Readonly<Record<string, string>> = {
  '42601': 'the query has a syntax error, or is not one query that only reads',
  '42803': 'the query uses group by or an aggregate wrongly',
  '0A000': 'the query asks for what cannot be done in a question',
  '25006': 'the query would write, and checks only read',
}

/** May be the query's fault or that of a copy which lacks something. By the longest known prefix; never the server's words, which may hold rows. */
const UNANSWERED: Readonly<Record<string, string>> = {
  '42P01': 'a table or view that the query names does not exist',
  '42703': 'a column that the query names does not exist',
  '42883': 'a function or operator that the query names does not exist for these types',
  '3F000': 'a schema that the query names does not exist',
  '42501': 'the login may not read what the query names',
  '57014': 'the server cancelled the query',
  '22': 'a value could not be computed or converted',
  '42': 'the query does not fit what the copy holds',
}

/** What a failed application check shows of the server's answer; errors of the connection stay as they are. */
export function explainQuestion(error: unknown): unknown {
  if (!(error instanceof LifeboatError) || error.code === 'connection-lost' || error.code === 'cancelled')
    return error
  const state = sqlState(error.cause)
  if (state === undefined) return error
  const wrong = WRONG_QUERY[state]
  const sentence =
    wrong ?? UNANSWERED[state] ?? UNANSWERED[state.slice(0, 2)] ?? 'the server refused the query'
  return new LifeboatError({
    code: wrong === undefined ? 'content-different' : 'plan-invalid',
    what: `SQLSTATE ${state}: ${sentence}`,
    fix: 'run the query of the check on the source',
    cause: error,
  })
}
