import type { EngineContext } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import { cloneOwner, dropClones } from './clones.ts'
import type { ClickHouseConnection } from './connection.ts'
import { endOperations } from './native/operation.ts'
import { restoringRun } from './restore-mark.ts'
import { openSession, type Session } from './session.ts'

/** Drops clones and half restored databases of runs that no longer live; one sentence each. */
export async function sweep(
  connection: ClickHouseConnection,
  isAlive: (runId: string) => boolean,
  context: EngineContext,
): Promise<readonly string[]> {
  await using session = await openSession(connection, context)
  const isDead = (runId: string): boolean => runId !== context.runId && !isAlive(runId)
  // First, because it reads the clones.
  const done: string[] = await endedOperations(session, isDead)
  const rows = await session.rows('SELECT name, comment FROM system.databases')
  for (const [name, comment] of rows) {
    const clones = cloneOwner(name ?? '')
    const restored = restoringRun(comment ?? '')
    const owner = clones ?? restored
    if (owner === undefined || !isDead(owner)) continue
    await dropClones(session, name ?? '')
    done.push(
      clones === undefined
        ? `dropped the database ${name} that run ${owner} left half restored`
        : `dropped the clones that run ${owner} left`,
    )
  }
  return done
}

/** A login that is not shown them has begun none. */
async function endedOperations(session: Session, isDead: (runId: string) => boolean): Promise<string[]> {
  try {
    return [...(await endOperations(session, isDead))]
  } catch (error) {
    if (isLifeboatError(error, 'privilege-missing')) return []
    throw error
  }
}
