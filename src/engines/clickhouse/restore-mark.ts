import { quoteIdentifier, quoteLiteral } from './quote.ts'
import { errorNumber } from './server-error.ts'
import type { Session } from './session.ts'

const MARK = /^lifeboat restore (\S+) in progress$/

/** The run that fills a database with this comment, undefined for any other database. */
export function restoringRun(comment: string): string | undefined {
  return MARK.exec(comment)?.[1]
}

/**
 * Says in the comment of a new database that a run fills it, so that sweep can tell what was left half restored. Only where the
 * comment can be changed again, which releases before 25.4 cannot: whoever kept the mark would be swept one day. Returns whether.
 */
export async function markDatabase(
  session: Pick<Session, 'run'>,
  database: string,
  runId: string,
): Promise<boolean> {
  try {
    await setComment(session, database, `lifeboat restore ${runId} in progress`)
    return true
  } catch (error) {
    if (errorNumber(error) === undefined) throw error
    return false
  }
}

/** Takes the mark off a database that is whole. */
export async function unmarkDatabase(session: Pick<Session, 'run'>, database: string): Promise<void> {
  await setComment(session, database, '')
}

function setComment(session: Pick<Session, 'run'>, database: string, comment: string): Promise<void> {
  return session.run(`ALTER DATABASE ${quoteIdentifier(database)} MODIFY COMMENT ${quoteLiteral(comment)}`)
}
