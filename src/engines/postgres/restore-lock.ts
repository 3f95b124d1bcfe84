import { LifeboatError } from '../../core/errors.ts'
import { addressOf, type PostgresConnection } from './connection.ts'
import type { Session } from './session.ts'

/** Keeps other restores out of a destination for as long as `beside` lives. Throws `busy` when one is under way. */
export async function lockDestination(beside: Session, connection: PostgresConnection): Promise<void> {
  const [row] = await beside.query<{ locked: string }>(
    'select pg_try_advisory_lock(hashtextextended($1, 0))::text as locked',
    [`lifeboat restore into ${connection.database}`],
  )
  if (row?.locked !== 'true') throw inUse(connection)
}

/** Somebody is making or filling this very database. */
export function inUse(connection: PostgresConnection, cause?: unknown): LifeboatError {
  return new LifeboatError({
    code: 'busy',
    what: `${addressOf(connection)} is being created or filled by somebody else`,
    fix: 'wait for the other restore to end, or name another database',
    cause,
  })
}
