import prettyMs from 'pretty-ms'
import { LifeboatError } from '../core/errors.ts'
import { cancelled } from '../runtime/cancelled.ts'

/** Time for what was told to stop to end by itself: programs get SIGTERM, then SIGKILL, uploads are aborted. */
const STOPPING_MS = 30_000

/** Node's timers hold no longer delay. */
const LONGEST_TIMER_MS = 2 ** 31 - 1

/** The one signal of everything that a run started, and why it was given. Disposing it frees its timers. */
export interface Deadline extends Disposable {
  readonly signal: AbortSignal
  /** Stops everything that heeds the signal; the first reason given is the one that counts. */
  stop(reason: unknown): void
  /** What really ended the run: the reason for the stop rather than the broken pipes that followed it. */
  explain(error: unknown): unknown
  /** Waits for `work`, but not for ever once it was told to stop. */
  bound<T>(work: Promise<T>): Promise<T>
}

/** Starts a deadline by the monotonic clock that `parent` can bring forward. `subject` names the work in the error `timed-out`. */
export function startDeadline(subject: string, timeoutMs: number, parent: AbortSignal): Deadline {
  const controller = new AbortController()
  const { signal } = controller
  const stop = (reason: unknown): void => controller.abort(reason)
  const onParent = (): void => stop(cancelled(parent))
  const timer = setTimeout(
    () => stop(timedOut(subject, timeoutMs)),
    Math.min(timeoutMs, LONGEST_TIMER_MS),
  ).unref()
  if (parent.aborted) onParent()
  parent.addEventListener('abort', onParent)
  return {
    signal,
    stop,
    explain: (error) => (signal.aborted ? signal.reason : error),
    bound: (work) => boundBy(signal, work),
    [Symbol.dispose]: () => {
      clearTimeout(timer)
      parent.removeEventListener('abort', onParent)
    },
  }
}

/** The error of work that took longer than it may. */
export function timedOut(subject: string, timeoutMs: number): LifeboatError {
  return new LifeboatError({
    code: 'timed-out',
    what: `${subject} was given up after ${prettyMs(timeoutMs)}`,
    fix: 'find out what was slow, or allow it more time',
  })
}

async function boundBy<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const { promise: patienceEnded, reject } = Promise.withResolvers<never>()
  const onAbort = (): void => {
    timer = setTimeout(() => reject(signal.reason), STOPPING_MS)
  }
  if (signal.aborted) onAbort()
  signal.addEventListener('abort', onAbort)
  try {
    return await Promise.race([work, patienceEnded])
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', onAbort)
  }
}
