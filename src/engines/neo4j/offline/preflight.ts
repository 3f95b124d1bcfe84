import { setTimeout as sleep } from 'node:timers/promises'
import { isLifeboatError, LifeboatError } from '../../../core/errors.ts'
import { parseDatabaseInfo, type DatabaseInfo } from './database-info.ts'
import { programWords } from './program-words.ts'
import type { AdminProgram } from './server-host.ts'

const ENDING_ATTEMPTS = 10
const PAUSE_MS = 1000

/** What is asked, and of whom. */
export interface Asked {
  readonly admin: AdminProgram
  readonly database: string
  /** For people: where the admin program runs. */
  readonly place: string
}

/**
 * Makes sure, while the server still runs, that its admin program starts and sees the very database that is in use. Throws
 * `config-invalid`.
 */
export async function requireInUse(asked: Asked): Promise<void> {
  const seen = await infoOf(asked).catch((error: unknown) => {
    throw isLifeboatError(error, 'program-failed') ? notSeen(asked, programWords(error), error) : error
  })
  if (seen?.inUse !== true) throw notSeen(asked, 'it looks at another data folder than that of the server')
}

/** The state of the store once the server has let go of it. Throws `capture-failed`. */
export async function requireStopped(asked: Asked): Promise<DatabaseInfo> {
  for (let attempt = 0; attempt < ENDING_ATTEMPTS; attempt += 1) {
    const info = await infoOf(asked)
    if (info === undefined) throw unusable(asked, 'neo4j-admin does not find it any more')
    if (!info.inUse && info.needsRecovery)
      throw unusable(asked, 'Neo4j was ended before it had written its last checkpoint')
    if (!info.inUse) return info
    await sleep(PAUSE_MS)
  }
  throw unusable(asked, 'it is still in use after the stop command has ended')
}

/** Asked for all databases: asked for one that is in use, the program only fails. */
async function infoOf({ admin, database }: Asked): Promise<DatabaseInfo | undefined> {
  const { stdout } = await admin.run(['database', 'info'])
  return parseDatabaseInfo(stdout, database)
}

function notSeen({ database, place }: Asked, why: string, cause?: unknown): LifeboatError {
  return new LifeboatError({
    code: 'config-invalid',
    what: `neo4j-admin in ${place} sees no database ${database} that a server uses`,
    why,
    fix: 'correct control of the connection; nothing was stopped',
    cause,
  })
}

function unusable({ database, place }: Asked, why: string): LifeboatError {
  return new LifeboatError({
    code: 'capture-failed',
    what: `database ${database} in ${place} cannot be dumped`,
    why,
    fix: 'see that the stop command waits until Neo4j has ended by itself',
  })
}
