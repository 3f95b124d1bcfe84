import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineContext } from '../../core/engine.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import type { Session } from './session.ts'

const POLL_MS = 250

/**
 * Waits until no mutation is under way, at most as long as given. Returns a sentence for each table whose mutation did not end:
 * a backup holds its rows as they were at that moment, and does not carry the mutation on.
 */
export async function waitForMutations(
  session: Session,
  {
    database,
    timeoutMs,
    context,
  }: { readonly database: string; readonly timeoutMs: number; readonly context: EngineContext },
): Promise<readonly string[]> {
  const deadline = context.clock.monotonicMs() + timeoutMs
  for (let said = false; ; said = true) {
    const running = await unfinished(session, database)
    const mayEnd = running.some(({ failed }) => !failed)
    if (running.length === 0 || !mayEnd || context.clock.monotonicMs() >= deadline)
      return running.map(sentence)
    if (!said)
      context.reporter.report({ event: 'notice', message: 'waiting for mutations that are under way' })
    await sleep(POLL_MS, undefined, { signal: context.signal }).catch(() => {
      throw cancelled(context.signal)
    })
  }
}

interface Mutation {
  readonly table: string
  readonly failed: boolean
}

async function unfinished(session: Session, database: string): Promise<readonly Mutation[]> {
  const rows = await session.rows(
    `SELECT table, max(latest_fail_reason != '') FROM system.mutations
     WHERE database = {database:String} AND NOT is_done GROUP BY table ORDER BY table`,
    { database },
  )
  return rows.map(([table, failed]) => ({ table: table ?? '', failed: failed === '1' }))
}

function sentence({ table, failed }: Mutation): string {
  return failed
    ? `A mutation of ${table} has failed: the backup holds its rows as they are, partly changed.`
    : `A mutation of ${table} was under way: the backup holds its rows as they were at that moment, partly changed.`
}
