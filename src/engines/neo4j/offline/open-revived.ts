import type { EngineContext } from '../../../core/engine.ts'
import { isLifeboatError } from '../../../core/errors.ts'
import type { Neo4jConnection } from '../connection.ts'
import { openDatabase, type Database } from '../database.ts'
import { recoverStopped } from './recover.ts'
import { openMarkedServer } from './source.ts'

/** Opens a database, after starting its server where a killed run had left it stopped. */
export async function openRevived(connection: Neo4jConnection, context: EngineContext): Promise<Database> {
  try {
    return await openDatabase(connection, context)
  } catch (error) {
    if (!isLifeboatError(error, 'server-unreachable')) throw error
    const sentence = await revive(connection, context)
    if (sentence === undefined) throw error
    context.reporter.report({ event: 'warning', message: sentence })
    return await openDatabase(connection, context)
  }
}

/** Starts a server that a killed run had left stopped, and says so. */
export async function revive(
  connection: Neo4jConnection,
  context: EngineContext,
): Promise<string | undefined> {
  const { control } = connection
  if (control === undefined) return undefined
  return await recoverStopped(await openMarkedServer(connection, control, context), context)
}
