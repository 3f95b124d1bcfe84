import { createInterface } from 'node:readline'
import type { EngineContext } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
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
  let broken: unknown
  answer.once('error', (error) => {
    broken = error
  })
  try {
    for await (const line of createInterface({ input: answer, crlfDelay: Number.POSITIVE_INFINITY })) {
      yield keyOf(parseRow(line))
    }
    if (broken !== undefined) throw explain(broken)
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
