import prettyMs from 'pretty-ms'
import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineContext } from '../../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../../core/errors.ts'
import type { ServerHost } from './server-host.ts'

const START_ATTEMPTS = 3
const RETRY_MS = 1000
const POLL_MS = 250

/** The server as its clients see it. */
export interface OutageServer {
  readonly host: Pick<ServerHost, 'description' | 'startByHand' | 'markPlace' | 'stop' | 'start' | 'unmark'>
  /** Whether the database answers a query. */
  readonly answers: () => Promise<boolean>
  readonly startTimeoutMs: number
}

export interface Outage<T> {
  readonly result: T
  /** From the stop command to the first query that was answered, or to the end of waiting for one. */
  readonly downtimeMs: number
  /** What keeps the server from answering, although the work is done; the mark is left then. */
  readonly notBack?: LifeboatError
}

/**
 * Stops the server, does the work, and starts the server again whatever became of the work: failed, or cancelled by the context's
 * signal. Throws what the work failed with, or `server-unreachable` when after that the server does not answer either.
 */
export async function duringOutage<T>(
  server: OutageServer,
  work: () => Promise<T>,
  context: EngineContext,
): Promise<Outage<T>> {
  const { clock, reporter } = context
  const stoppedMs = clock.monotonicMs()
  const [outcome] = await Promise.allSettled([stopThen(server, work, context)])
  const notBack = await bringBack(server, context)
  const downtimeMs = Math.round(clock.monotonicMs() - stoppedMs)
  if (notBack !== undefined) reporter.report({ event: 'warning', message: loud(notBack) })
  if (outcome.status === 'rejected') {
    throw explainOutage(notBack, outcome.reason)
  }
  if (notBack === undefined) {
    const message = `Neo4j in ${server.host.description} answers again; it was down for ${prettyMs(downtimeMs)}`
    reporter.report({ event: 'notice', message })
  }
  return { result: outcome.value, downtimeMs, ...(notBack === undefined ? {} : { notBack }) }
}

/** Starts the server and waits until it answers; then the mark goes. Resolves to what is wrong when it does not come back. */
export async function bringBack(
  server: OutageServer,
  context: EngineContext,
): Promise<LifeboatError | undefined> {
  const failure = await startPatiently(server)
  if (!(await comesBack(server, context))) return didNotComeBack(server, failure)
  await server.host.unmark().catch((error: unknown) => {
    const message = `the mark of the offline backup, ${server.host.markPlace}, could not be removed: ${String(error)}`
    context.reporter.report({ event: 'warning', message })
  })
  return undefined
}

async function stopThen<T>(
  { host }: OutageServer,
  work: () => Promise<T>,
  { signal, reporter }: EngineContext,
): Promise<T> {
  reporter.report({ event: 'notice', message: `stopping Neo4j in ${host.description}` })
  await host.stop()
  signal.throwIfAborted()
  return await work()
}

/** A port that is not free yet, or a lock that a killed program still holds, is gone a moment later. */
async function startPatiently({ host, startTimeoutMs }: OutageServer): Promise<unknown> {
  let failure: unknown
  for (let attempt = 1; attempt <= START_ATTEMPTS; attempt += 1) {
    try {
      await host.start()
      return undefined
    } catch (error) {
      failure = error
      if (attempt < START_ATTEMPTS) await sleep(Math.min(attempt * RETRY_MS, startTimeoutMs))
    }
  }
  return failure
}

/** Waits whatever the run's signal says: a run that is cancelled must know too whether it leaves a server behind that answers. */
async function comesBack(server: OutageServer, { clock }: EngineContext): Promise<boolean> {
  const deadlineMs = clock.monotonicMs() + server.startTimeoutMs
  while (!(await server.answers())) {
    if (clock.monotonicMs() >= deadlineMs) return false
    await sleep(Math.min(POLL_MS, server.startTimeoutMs))
  }
  return true
}

function didNotComeBack({ host, startTimeoutMs }: OutageServer, failure: unknown): LifeboatError {
  const words = failure instanceof Error ? failure.message : undefined
  return new LifeboatError({
    code: 'source-not-restarted',
    what: `Neo4j in ${host.description} was stopped for the dump and does not answer`,
    why: words ?? `it did not answer a query within ${prettyMs(startTimeoutMs)} after its start`,
    fix: `start it now: ${host.startByHand}; then look into its log`,
    cause: failure,
  })
}

/** What a backup without a dump ends with: a server that does not answer either matters more. */
export function explainOutage(notBack: LifeboatError | undefined, reason: unknown): unknown {
  if (notBack === undefined) return reason
  const dump = isLifeboatError(reason) ? reason.message : String(reason)
  return new LifeboatError({
    code: 'server-unreachable',
    what: notBack.what,
    why: `${notBack.why ?? ''}; and there is no dump: ${dump}`,
    ...(notBack.fix === undefined ? {} : { fix: notBack.fix }),
    cause: reason,
  })
}

function loud({ message, fix }: LifeboatError): string {
  return fix === undefined ? message : `${message}. ${fix}`
}
