import type { EngineContext } from '../../core/engine.ts'
import { linesOf } from '../../runtime/lines.ts'
import { keyOf } from '../../runtime/question-answer.ts'
import { readOnly } from './ask.ts'
import { addressOf, type ClickHouseConnection } from './connection.ts'
import { explainQuestion } from './question-failure.ts'
import { explainServerError } from './server-error.ts'
import { openSession } from './session.ts'
import { parseRow } from './tab-separated.ts'

const EXAMPLE = 'SELECT id FROM orders WHERE id IS NOT NULL'

/** Streams the one column of a read-only query. */
export async function* keys(
  connection: ClickHouseConnection,
  question: string,
  context: EngineContext,
): AsyncGenerator<string> {
  await using session = await openSession(connection, context, connection.database)
  const explain = (error: unknown): unknown =>
    explainQuestion(explainServerError(error, addressOf(connection)))
  const answer = await session.read(question, { settings: readOnly(session) }).catch((error: unknown) => {
    throw explain(error)
  })
  try {
    for await (const line of linesOf(answer)) yield keyOf(parseRow(line), EXAMPLE)
  } catch (error) {
    throw explain(error)
  } finally {
    answer.destroy()
  }
}
