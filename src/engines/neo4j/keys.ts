import type { EngineContext } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { Neo4jConnection } from './connection.ts'
import { openDatabase, type Row } from './database.ts'
import { explainQuestion } from './question-failure.ts'
import { textOf } from './text-of.ts'

/** Streams the one column of a query that only reads. */
export async function* keys(
  connection: Neo4jConnection,
  question: string,
  context: EngineContext,
): AsyncGenerator<string> {
  await using database = await openDatabase(connection, context)
  try {
    for await (const row of database.streaming(question)) yield keyOf(row)
  } catch (error) {
    throw explainQuestion(error)
  }
}

function keyOf(row: Row): string {
  const value = row.length === 1 ? textOf(row[0]) : null
  if (value !== null) return value
  throw new LifeboatError({
    code: 'plan-invalid',
    what:
      row.length === 1
        ? 'the query gave a key that is null'
        : `the query must give one column of keys; this gave ${row.length}`,
    fix: 'rewrite the query, for instance: MATCH (o:Order) WHERE o.id IS NOT NULL RETURN o.id',
  })
}
