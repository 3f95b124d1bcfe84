import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../core/context.ts'
import { LifeboatError } from '../core/errors.ts'
import type { Machine } from '../core/machine.ts'
import { cancelled } from './cancelled.ts'

const READY_TIMES = 3
const READY_EVERY_MS = 50
const READY_WITHIN_MS = 60_000

interface StartingServer {
  readonly machine: Machine
  /** For messages: `PostgreSQL`. */
  readonly product: string
  /** Rejects while the server does not answer as it should. */
  readonly answer: () => Promise<void>
}

/**
 * One answer may come from a server that is about to end or to start again; several in a row do not.
 * Throws `sandbox-unavailable` or `sandbox-exhausted`.
 */
export async function waitUntilReady(server: StartingServer, { clock, signal }: Context): Promise<void> {
  const deadline = clock.monotonicMs() + READY_WITHIN_MS
  for (let answers = 0, last: unknown; answers < READY_TIMES;) {
    if (signal.aborted) throw cancelled(signal)
    const exit = await server.machine.serverExit()
    if (exit !== undefined) throw didNotStart(server, { ...exit, cause: last })
    try {
      await server.answer()
      answers += 1
    } catch (error) {
      if (clock.monotonicMs() > deadline) {
        throw didNotStart(server, { log: String(error), outOfMemory: false, cause: error })
      }
      answers = 0
      last = error
      await sleep(READY_EVERY_MS)
    }
  }
}

function didNotStart(
  { product }: StartingServer,
  {
    log,
    outOfMemory,
    cause,
  }: { readonly log: string; readonly outOfMemory: boolean; readonly cause: unknown },
): LifeboatError {
  return new LifeboatError({
    code: outOfMemory ? 'sandbox-exhausted' : 'sandbox-unavailable',
    what: `the sandbox's ${product} server did not start`,
    why: log.trim().split('\n').slice(-5).join('; '),
    ...(outOfMemory ? { fix: 'give the sandbox more memory' } : {}),
    cause,
  })
}
