import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineContext } from '../../core/engine.ts'
import type { PostgresConnection } from './connection.ts'
import { applicationName, openSession } from './session.ts'

const LOOK_EVERY_MS = 100

export interface CopyWatch {
  /** When rows were last seen being copied, by the monotonic clock; when the watch began if they never were. */
  readonly seenAtMs: Promise<number>
  stop(): void
}

/** Looks on while pg_restore runs and notes when it last copied rows. It can only look: a failure of its own stops nothing. */
export function watchCopies(connection: PostgresConnection, context: EngineContext): CopyWatch {
  const watch = { stopped: false, seenAtMs: context.clock.monotonicMs() }
  const look = async (): Promise<void> => {
    await using session = await openSession(connection, context)
    while (!watch.stopped) {
      const rows = await session.query(COPYING, [applicationName(context.runId)])
      if (rows.length > 0) watch.seenAtMs = context.clock.monotonicMs()
      await sleep(LOOK_EVERY_MS)
    }
  }
  const looking = look().catch(() => undefined)
  return {
    seenAtMs: looking.then(() => watch.seenAtMs),
    stop: () => {
      watch.stopped = true
    },
  }
}

const COPYING = `
select from pg_catalog.pg_stat_activity
where application_name = $1 and state = 'active' and query like 'COPY %' limit 1`
