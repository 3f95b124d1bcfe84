import { setTimeout as sleep } from 'node:timers/promises'
import { parseError } from '@clickhouse/client'
import type { EngineContext } from '../../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../../core/errors.ts'
import { cancelled } from '../../../runtime/cancelled.ts'
import { addressOf, type ClickHouseConnection } from '../connection.ts'
import { quoteLiteral } from '../quote.ts'
import { explainServerError } from '../server-error.ts'
import { openSession, type Session } from '../session.ts'

const SHORTEST_POLL_MS = 50
const LONGEST_POLL_MS = 2000
/** What waiting for the next look may add to the time that the server takes. */
const SHARE_OF_POLL = 0.02
/** A server that does not answer for so many polls is gone. */
const MISSED_POLLS = 5
const KILL_MS = 20_000

export interface Operation {
  /** Up to its settings: `BACKUP … TO …`. */
  readonly statement: string
  /** Further settings, `name = value`. */
  readonly settings: readonly string[]
  readonly kind: 'BACKUP' | 'RESTORE'
}

/** What the server says of a finished operation. */
export interface Finished {
  /** Files that it stored, without the description of the whole. */
  readonly entries: number
}

interface Status {
  readonly status: string
  readonly error: string
  readonly queryId: string
  readonly entries: number
  readonly bytes: number
}

/** Has the server back up or restore by itself and waits for it. An abort ends it there too. */
export async function runOperation(
  session: Session,
  { statement, settings, kind }: Operation,
  { connection, context }: { readonly connection: ClickHouseConnection; readonly context: EngineContext },
): Promise<Finished> {
  const id = `lifeboat/${context.runId}/${crypto.randomUUID()}`
  const all = [`id = ${quoteLiteral(id)}`, ...settings].join(', ')
  // One statement may name every table.
  const unbounded = session.changesSettings ? { max_query_size: '1073741824' } : undefined
  await session.run(`${statement} SETTINGS ${all} ASYNC`, unbounded)
  try {
    const last = await untilEnded(id, session, context)
    if (last.status.endsWith('_FAILED') || last.status.endsWith('_CANCELLED')) {
      throw explained(last, kind, addressOf(connection))
    }
    return { entries: last.entries }
  } catch (error) {
    if (context.signal.aborted) {
      await endAtServer(id, connection, context).catch(() => undefined)
      throw cancelled(context.signal)
    }
    throw error
  }
}

async function untilEnded(id: string, session: Session, context: EngineContext): Promise<Status> {
  const { clock, reporter, signal } = context
  const startedMs = clock.monotonicMs()
  for (let missed = 0; ;) {
    const elapsedMs = clock.monotonicMs() - startedMs
    await sleep(pollAfter(elapsedMs), undefined, { signal })
    try {
      const found = await statusOf(id, session)
      missed = 0
      reporter.report({ event: 'progress', name: 'native', bytes: found.bytes })
      if (!isUnderWay(found)) return found
    } catch (error) {
      const isAway = isLifeboatError(error, 'server-unreachable') || isLifeboatError(error, 'connection-lost')
      missed += 1
      if (!isAway || missed >= MISSED_POLLS) throw error
    }
  }
}

function pollAfter(elapsedMs: number): number {
  return Math.min(LONGEST_POLL_MS, Math.max(SHORTEST_POLL_MS, elapsedMs * SHARE_OF_POLL))
}

function isUnderWay({ status }: Status): boolean {
  return status === 'CREATING_BACKUP' || status === 'RESTORING'
}

async function statusOf(id: string, session: Session): Promise<Status> {
  const [row] = await session.rows(STATUS, { id })
  if (row === undefined) {
    throw new LifeboatError({
      code: 'capture-failed',
      what: 'the server does not know its own operation any more',
      why: 'it was started again, and it keeps what it does in memory',
      fix: 'look into the server log for why it ended, then run again',
    })
  }
  const [status, error, queryId, entries, bytes] = row
  return {
    status: status ?? '',
    error: error ?? '',
    queryId: queryId ?? '',
    entries: Number(entries),
    bytes: Number(bytes),
  }
}

const STATUS = `
SELECT toString(status), error, query_id, toString(num_entries), toString(uncompressed_size)
FROM system.backups WHERE id = {id:String}`

/** By a session of its own, since the run's was told to stop. */
async function endAtServer(
  id: string,
  connection: ClickHouseConnection,
  context: EngineContext,
): Promise<void> {
  const signal = AbortSignal.timeout(KILL_MS)
  await using session = await openSession(connection, { ...context, signal })
  const { queryId } = await statusOf(id, session)
  await session.run(`KILL QUERY WHERE query_id = ${quoteLiteral(queryId)} ASYNC`)
  while (isUnderWay(await statusOf(id, session))) await sleep(SHORTEST_POLL_MS, undefined, { signal })
}

/** In the server's words, without its stack. */
function explained({ error }: Status, kind: Operation['kind'], address: string): LifeboatError {
  const words = error.split(', Stack trace')[0] ?? error
  const code = kind === 'BACKUP' ? 'capture-failed' : 'load-failed'
  const cause = parseError(words)
  const known = explainServerError(cause, address, code)
  if (known.code !== code) return known
  return new LifeboatError({
    code,
    what: `${address}: the server's own ${kind} failed`,
    why: words.replace(/^Code: \d+\. DB::Exception: /, ''),
    fix: 'see the message; whether the server reaches the store, and may write there, is the first thing to check',
    cause,
  })
}
