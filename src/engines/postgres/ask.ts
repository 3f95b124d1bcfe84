import type { EngineContext } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { PostgresConnection } from './connection.ts'
import { explainQuestion } from './question-failure.ts'
import { openSession } from './session.ts'

/** Answers one question, a single statement in a read-only transaction, with its one value as the server prints it. */
export async function ask(
  connection: PostgresConnection,
  question: string,
  context: EngineContext,
): Promise<string | null> {
  await using session = await openSession(connection, context)
  await session.query('begin read only')
  const rows = await session.queryArrays(question).catch((error: unknown) => {
    throw explainQuestion(error)
  })
  const [row] = rows
  const value = row?.[0]
  if (rows.length !== 1 || row?.length !== 1 || value === undefined) {
    throw new LifeboatError({
      code: 'usage-invalid',
      what: `a check must give one row with one column; this gave ${rows.length} rows of ${row?.length ?? 0} columns`,
      fix: 'rewrite the query of the check, for instance with count(*)',
    })
  }
  return value
}
