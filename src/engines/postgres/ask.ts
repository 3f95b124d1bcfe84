import type { EngineContext } from '../../core/engine.ts'
import { onlyValue } from '../../runtime/question-answer.ts'
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
  return onlyValue(rows, 'with count(*)')
}
