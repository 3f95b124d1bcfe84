import type { EngineContext } from '../../core/engine.ts'
import { keyOf } from '../../runtime/question-answer.ts'
import type { PostgresConnection } from './connection.ts'
import { explainQuestion } from './question-failure.ts'
import { openSession } from './session.ts'

const BATCH = 2000

const EXAMPLE = 'select id from orders where id is not null'

/** Streams the one column of a query through a cursor of a read-only transaction. */
export async function* keys(
  connection: PostgresConnection,
  question: string,
  context: EngineContext,
): AsyncGenerator<string> {
  await using session = await openSession(connection, context)
  const ask = (text: string): Promise<readonly (readonly (string | null)[])[]> =>
    session.queryArrays(text).catch((error: unknown) => {
      throw explainQuestion(error)
    })
  await session.query('begin read only')
  // The extended protocol takes one statement, so that a question cannot end the transaction.
  await ask(`declare lifeboat_keys no scroll cursor for ${question}`)
  for (let rows = await ask(FETCH); rows.length > 0; rows = await ask(FETCH)) {
    for (const row of rows) yield keyOf(row, EXAMPLE)
  }
}

const FETCH = `fetch ${BATCH} from lifeboat_keys`
