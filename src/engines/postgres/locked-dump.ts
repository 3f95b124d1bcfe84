import type { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineContext } from '../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import type { Tools } from '../../core/machine.ts'
import type { Secret } from '../../core/secret.ts'
import type { PostgresConnection } from './connection.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { explainDump } from './dump-failure.ts'
import { dumpName, type Session } from './session.ts'
import { exportSnapshot, type Snapshot } from './snapshot.ts'

const LOOK_EVERY_MS = 20

export interface DumpJob {
  readonly connection: PostgresConnection
  readonly tools: Tools
  readonly environment: Readonly<Record<string, string | Secret>>
  /** Exports the snapshot and keeps its locks. */
  readonly holder: Session
  /** Looks on from outside the transaction. */
  readonly watch: Session
  readonly context: EngineContext
}

/**
 * Dumps into `output` in a snapshot whose tables were all locked before it was taken. `onLocked` is told once pg_dump holds its
 * own locks: from then on nothing can change what it reads, and the snapshot is the one of the backup.
 * When somebody's ALTER or TRUNCATE comes between our locks and those of pg_dump, it waits for us and pg_dump behind it, for
 * ever: then everything is let go, and tried again until the connection's lock timeout has passed.
 */
export async function dumpLocked(
  job: DumpJob,
  output: Writable,
  onLocked: (snapshot: Snapshot) => void,
): Promise<void> {
  const { connection, holder, watch, context } = job
  const deadline = context.clock.monotonicMs() + connection.lockTimeoutMs
  do {
    if (context.signal.aborted) throw cancelled(context.signal)
    const snapshot = await exportSnapshot(holder, watch, connection.lockTimeoutMs)
    if (snapshot === undefined) continue
    const dumping = startDump(job, snapshot, output)
    if ((await whenLocked(job, snapshot, dumping)) === 'locked') {
      onLocked(snapshot)
      await dumping
      return
    }
    await giveWay(job, dumping)
  } while (context.clock.monotonicMs() < deadline)
  throw new LifeboatError({
    code: 'source-changed',
    what: 'tables were created, dropped, altered or truncated during every attempt to lock them all',
    fix: 'run again when no schema migration is under way, or raise lockTimeout of the connection',
  })
}

async function startDump(
  { connection, tools, environment, context }: DumpJob,
  snapshot: Snapshot,
  output: Writable,
): Promise<void> {
  const args = [
    '--format=custom',
    '--compress=0',
    `--snapshot=${snapshot.name}`,
    `--lock-wait-timeout=${connection.lockTimeoutMs}`,
    '--no-password',
  ]
  const env = { ...environment, PGAPPNAME: dumpName(context.runId) }
  try {
    // pg_dump writes its first byte once it has locked and described everything, so an attempt that gave way wrote none.
    await tools.pipe({ program: 'pg_dump', args, env }, output, { leaveOpen: true })
  } catch (error) {
    throw explainDump(error)
  }
}

type Locking = 'locked' | 'blocked'

/** A dump that ends counts as locked; how it ended is told by the dump itself. */
async function whenLocked(job: DumpJob, snapshot: Snapshot, dumping: Promise<void>): Promise<Locking> {
  const ended = dumping.then(
    () => 'locked' as const,
    () => 'locked' as const,
  )
  for (;;) {
    const pause = sleep(LOOK_EVERY_MS)
    const state = (await look(job, snapshot)) ?? (await Promise.race([ended, pause]))
    if (state !== undefined) return state
  }
}

/** While the holder has every lock, whoever makes pg_dump wait for one must itself be waiting for the holder. */
async function look({ watch, context }: DumpJob, snapshot: Snapshot): Promise<Locking | undefined> {
  const oids = `{${snapshot.tables.map(({ oid }) => oid).join(',')}}`
  const [row] = await watch.query<{ held: string; waiting: string }>(
    `select count(distinct l.relation) filter (where l.granted)::text as held, count(*) filter (where not l.granted)::text as waiting
     from pg_catalog.pg_stat_activity a join pg_catalog.pg_locks l on l.pid = a.pid
     where a.application_name = $1 and l.locktype = 'relation' and l.relation = any ($2::oid[])`,
    [dumpName(context.runId), oids],
  )
  if (Number(row?.waiting) > 0) return 'blocked'
  return Number(row?.held) >= snapshot.tables.length ? 'locked' : undefined
}

/** Ends this attempt's pg_dump and lets the locks go, so that whoever waits can go on. */
async function giveWay({ holder, watch, context }: DumpJob, dumping: Promise<void>): Promise<void> {
  await watch.query(
    'select pg_terminate_backend(pid) from pg_catalog.pg_stat_activity where application_name = $1',
    [dumpName(context.runId)],
  )
  await holder.query('rollback')
  await dumping.catch((error: unknown) => {
    if (isLifeboatError(error, 'cancelled')) throw error
  })
}
