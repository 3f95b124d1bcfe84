import type { EngineContext } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { Neo4jConnection } from './connection.ts'
import { openDatabase } from './database.ts'
import { explainQuestion } from './question-failure.ts'
import { textOf } from './text-of.ts'

/** Runs a Cypher query of one row and one column, which the server lets only read. */
export async function ask(
  connection: Neo4jConnection,
  question: string,
  context: EngineContext,
): Promise<string | null> {
  await using database = await openDatabase(connection, context)
  const { result: rows } = await database
    .reading((transaction) => transaction.rows(question))
    .catch((error: unknown) => {
      throw explainQuestion(error)
    })
  const [row] = rows
  if (rows.length === 1 && row?.length === 1) return textOf(row[0])
  throw new LifeboatError({
    code: 'plan-invalid',
    what: 'an application check must have one row with one column as its answer',
    fix: 'rewrite the query, for instance: MATCH (o:Order) RETURN count(o)',
  })
}
