import type { EngineContext } from '../../core/engine.ts'
import type { Neo4jConnection } from './connection.ts'
import { openDatabase } from './database.ts'
import { revive } from './offline/open-revived.ts'

const LISTED =
  'SHOW TRANSACTIONS YIELD transactionId, metaData WHERE metaData.lifeboat IS NOT NULL RETURN transactionId, metaData.lifeboat'

/**
 * Starts a server that a dead run had left stopped, and ends transactions of runs that no longer live; the server usually notices itself
 * that their connections are gone.
 */
export async function sweep(
  connection: Neo4jConnection,
  isAlive: (runId: string) => boolean,
  context: EngineContext,
): Promise<readonly string[]> {
  const revived = await revive(connection, context)
  await using database = await openDatabase(connection, context)
  const rows = await database.run(LISTED, {}, { write: false })
  const dead = rows.map((row) => row.map(String)).filter(([, runId = '']) => !isAlive(runId))
  for (const [id] of dead) await database.run('TERMINATE TRANSACTIONS $id', { id })
  return [...(revived === undefined ? [] : [revived]), ...dead.map(endedWords)]
}

function endedWords([id = '', runId = '']: readonly string[]): string {
  return `ended transaction ${id} of run ${runId}`
}
