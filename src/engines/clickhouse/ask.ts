import type { EngineContext } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
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
  const [row] = rows
  const value = row?.[0]
  if (rows.length !== 1 || row?.length !== 1 || value === undefined) {
    throw new LifeboatError({
      code: 'usage-invalid',
      what: `a check must give one row with one column; this gave ${rows.length} rows of ${row?.length ?? 0} columns`,
      fix: 'rewrite the query of the check, for instance with count(), without a FORMAT of its own',
    })
  }
  return value
}

/** The server refuses what would write; a login that may change no setting is read-only already. */
export function readOnly({ changesSettings }: Session): Readonly<Record<string, string>> | undefined {
  return changesSettings ? { readonly: '1' } : undefined
}
