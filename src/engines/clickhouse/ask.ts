import type { EngineContext } from '../../core/engine.ts'
import { onlyValue } from '../../runtime/question-answer.ts'
import type { ClickHouseConnection } from './connection.ts'
import { explainQuestion } from './question-failure.ts'
import { openSession, type Session } from './session.ts'

/** Answers one question, a single read-only statement, with its one value as the server prints it. */
export async function ask(
  connection: ClickHouseConnection,
  question: string,
  context: EngineContext,
): Promise<string | null> {
  await using session = await openSession(connection, context, connection.database)
  const rows = await session.rows(question, undefined, readOnly(session)).catch((error: unknown) => {
    throw explainQuestion(error)
  })
  return onlyValue(rows, 'with count(), without a FORMAT of its own')
}

/** The server refuses what would write; a login that may change no setting is read-only already. */
export function readOnly({ changesSettings }: Session): Readonly<Record<string, string>> | undefined {
  return changesSettings ? { readonly: '1' } : undefined
}
