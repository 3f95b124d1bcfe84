import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import { statusOf } from './server-error.ts'

/** The query is wrong whatever the copy holds. */
const WRONG: Readonly<Record<string, string>> = {
  'Neo.ClientError.Statement.SyntaxError': 'the query has a syntax error',
  'Neo.ClientError.Statement.AccessMode': 'the query would write, and checks only read',
  'Neo.ClientError.Statement.SemanticError': 'the query does not make sense to Neo4j',
  'Neo.ClientError.Statement.ParameterMissing': 'the query asks for a parameter, and checks give none',
  'Neo.ClientError.Procedure.ProcedureNotFound':
    'the query calls a procedure that Neo4j itself does not have',
}

/** What a failed query of a plan shows of the server's answer, never its words, which may hold values. Others stay as they are. */
export function explainQuestion(error: unknown): unknown {
  if (!(error instanceof LifeboatError)) return error
  if (isLifeboatError(error, 'connection-lost') || isLifeboatError(error, 'cancelled')) return error
  const status = statusOf((error as LifeboatError).cause)
  if (status === undefined || !status.startsWith('Neo.')) return error
  if (status.startsWith('Neo.TransientError.')) {
    return new LifeboatError({
      code: 'program-failed',
      what: `${status}: the server could not answer the query now, which says nothing of the copy`,
      fix: 'give the sandbox more memory, or make the query cheaper',
      cause: error,
    })
  }
  const wrong = WRONG[status]
  return new LifeboatError({
    code: wrong === undefined ? 'content-different' : 'plan-invalid',
    what: `${status}: ${wrong ?? 'the server refused the query'}`,
    fix: 'run the query of the check on the source',
    cause: error,
  })
}
