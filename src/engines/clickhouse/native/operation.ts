import { setTimeout as sleep } from 'node:timers/promises'
import { parseError } from '@clickhouse/client'
import type { EngineContext } from '../../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../../core/errors.ts'
import { cancelled } from '../../../runtime/cancelled.ts'
import { leaveToSweep } from '../../../runtime/run-owner.ts'
import { addressOf, type ClickHouseConnection } from '../connection.ts'
import { quoteLiteral } from '../quote.ts'
import { explainServerError } from '../server-error.ts'
import { openSession, type Session } from '../session.ts'

const SHORTEST_POLL_MS = 50
const LONGEST_POLL_MS = 2000
/** What waiting for the next look may add to the time that the server takes. */
const SHARE_OF_POLL = 0.02
/** A server that does not answer for so many polls, a second apart, is gone. */
const MISSED_POLLS = 5
const MISSED_POLL_MS = 1000
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
  const id = `${operationsOf(context.runId)}${crypto.randomUUID()}`
  const all = [`id = ${quoteLiteral(id)}`, ...settings].join(', ')
  // One statement may name every table.
  const unbounded = session.changesSettings ? { max_query_size: '1073741824' } : undefined
  let last: Status
  try {
    await session.run(`${statement} SETTINGS ${all} ASYNC`, unbounded)
    last = await untilEnded(id, session, context)
  } catch (error) {
    // Nobody waits for it any more; where it never began, or the server is gone, there may be nothing to end.
    await endAtServer(id, connection, context).catch(() => leaveToSweep(context.runId))
    throw context.signal.aborted ? cancelled(context.signal) : error
  }
  if (last.status.endsWith('_FAILED') || last.status.endsWith('_CANCELLED')) {
    throw explained(last, kind, addressOf(connection))
  }
  return { entries: last.entries }
}

async function untilEnded(id: string, session: Session, context: EngineContext): Promise<Status> {
  const { clock, reporter, signal } = context
  const startedMs = clock.monotonicMs()
  for (let missed = 0; ;) {
    const elapsedMs = clock.monotonicMs() - startedMs
    await sleep(missed > 0 ? MISSED_POLL_MS : pollAfter(elapsedMs), undefined, { signal })
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
  await killQuery(queryId, session)
  while (isUnderWay(await statusOf(id, session))) await sleep(SHORTEST_POLL_MS, undefined, { signal })
}

function killQuery(queryId: string, session: Session): Promise<void> {
  return session.run(`KILL QUERY WHERE query_id = ${quoteLiteral(queryId)} ASYNC`)
}

/** What ids of a run's operations begin with. */
function operationsOf(runId: string): string {
  return `${OWNED}${runId}/`
}

const OWNED = 'lifeboat/'

/** Ends what the server still does for runs that no longer live; one sentence each. */
export async function endOperations(
  session: Session,
  isDead: (runId: string) => boolean,
): Promise<readonly string[]> {
  const rows = await session.rows(UNDER_WAY, { owned: OWNED })
  const done: string[] = []
  for (const [id, queryId, status] of rows) {
    const runId = id?.split('/')[1] ?? ''
    if (!isDead(runId)) continue
    await killQuery(queryId ?? '', session)
    done.push(`ended the server's ${status === 'RESTORING' ? 'RESTORE' : 'BACKUP'} of run ${runId}`)
  }
  return done
}

const UNDER_WAY = `
SELECT id, query_id, toString(status) FROM system.backups
WHERE status IN ('CREATING_BACKUP', 'RESTORING') AND startsWith(id, {owned:String})`

/** Its own configuration says where it may back up to and restore from, which says nothing about what lies there. */
const FORBIDDEN_PLACE = /is not allowed for backups|backups\.allowed_(?:path|disk)/

function forbidden(words: string, address: string): LifeboatError {
  return new LifeboatError({
    code: 'privilege-missing',
    what: `${address}: the server may not use the place where the store lies`,
    why: withoutCode(words),
    fix: 'name it in the configuration of the server: backups.allowed_path for a folder, backups.allowed_disk for a disk',
  })
}

function withoutCode(words: string): string {
  return words.replace(/^Code: \d+\. DB::Exception: /, '')
}

/** In the server's words, without its stack. */
function explained({ error }: Status, kind: Operation['kind'], address: string): LifeboatError {
  const words = error.split(', Stack trace')[0] ?? error
  if (FORBIDDEN_PLACE.test(words)) return forbidden(words, address)
  const code = kind === 'BACKUP' ? 'capture-failed' : 'load-failed'
  const cause = parseError(words)
  const known = explainServerError(cause, address, code)
  if (known.code !== code) return known
  return new LifeboatError({
    code,
    what: `${address}: the server's own ${kind} failed`,
    why: withoutCode(words),
    fix: 'see the message; whether the server reaches the store, and may write there, is the first thing to check',
    cause,
  })
}
