import type { EngineContext } from '../../core/engine.ts'
import type { PostgresConnection } from './connection.ts'
import { openBeside } from './inspect.ts'
import { quoteIdentifier } from './quote.ts'
import { applicationName, dumpName, openSession, type Session } from './session.ts'

const SESSION_PATTERN = '^lifeboat/'
const MARK = /^lifeboat restore (\S+) in progress$/

/** What a database carries as its comment while a run fills it. */
export function restoreMark(runId: string): string {
  return `lifeboat restore ${runId} in progress`
}

/** Ends sessions of runs that no longer live and drops databases that they left half restored; one sentence each. */
export async function sweep(
  connection: PostgresConnection,
  isAlive: (runId: string) => boolean,
  context: EngineContext,
): Promise<readonly string[]> {
  await using session = await openBeside(connection, context)
  return [
    ...(await endDeadSessions(session, isAlive, context.runId)),
    ...(await dropHalfRestored(session, isAlive)),
  ]
}

/** Ends every session of one run, but not the caller's own. */
export async function endSessions(
  connection: PostgresConnection,
  runId: string,
  context: EngineContext,
): Promise<void> {
  await using session = await openSession(connection, context)
  await session.query(
    'select pg_terminate_backend(pid) from pg_catalog.pg_stat_activity where application_name in ($1, $2) and pid <> pg_backend_pid()',
    [applicationName(runId), dumpName(runId)],
  )
}

async function endDeadSessions(
  session: Session,
  isAlive: (runId: string) => boolean,
  ownRun: string,
): Promise<readonly string[]> {
  const rows = await session.query<{ pid: string; name: string }>(
    'select pid::text as pid, application_name as name from pg_catalog.pg_stat_activity where application_name ~ $1',
    [SESSION_PATTERN],
  )
  const done: string[] = []
  for (const { pid, name } of rows) {
    const runId = name.slice(name.indexOf('/') + 1).split(' ')[0] ?? ''
    if (runId === ownRun || isAlive(runId)) continue
    await session.query('select pg_terminate_backend($1::int)', [pid])
    done.push(`ended session ${pid} of run ${runId}`)
  }
  return done
}

async function dropHalfRestored(
  session: Session,
  isAlive: (runId: string) => boolean,
): Promise<readonly string[]> {
  const rows = await session.query<{ name: string; comment: string }>(
    `select datname as name, shobj_description(oid, 'pg_database') as comment
     from pg_catalog.pg_database where shobj_description(oid, 'pg_database') like 'lifeboat restore %'`,
  )
  const done: string[] = []
  for (const { name, comment } of rows) {
    const runId = MARK.exec(comment)?.[1]
    if (runId === undefined || isAlive(runId)) continue
    await session.query(`drop database ${quoteIdentifier(name)} with (force)`)
    done.push(`dropped the database ${name} that run ${runId} left half restored`)
  }
  return done
}
