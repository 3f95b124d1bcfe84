import type { EngineContext } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { linesOf } from '../../runtime/lines.ts'
import { readOnly } from './ask.ts'
import { addressOf, type ClickHouseConnection } from './connection.ts'
import { explainQuestion } from './question-failure.ts'
import { explainServerError } from './server-error.ts'
import { openSession } from './session.ts'
import { parseRow, type Row } from './tab-separated.ts'

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
    for await (const line of linesOf(answer)) yield keyOf(parseRow(line))
  } catch (error) {
    throw explain(error)
  } finally {
    answer.destroy()
  }
}

function keyOf(row: Row): string {
  const [value] = row
  if (row.length === 1 && value !== undefined && value !== null) return value
  throw new LifeboatError({
    code: 'plan-invalid',
    what:
      row.length === 1
        ? 'the query gave a key that is NULL'
        : `the query must give one column of keys; this gave ${row.length}`,
    fix: 'rewrite the query, for instance: SELECT id FROM orders WHERE id IS NOT NULL',
  })
}
