import pLimit from 'p-limit'
import { cancelled } from './cancelled.ts'

/** How things are worked on side by side. */
export interface SideBySide {
  readonly atOnce: number
  readonly signal: AbortSignal
  /** Aborted at the first failure; whoever else aborts it makes the work fail with that reason. */
  readonly failed?: AbortController
}

/**
 * Works on a few at a time; `step` is given what ends it. The first failure stops the others, and is thrown when they have stopped:
 * nothing is under way any more when this ends. Throws `cancelled`.
 */
export async function eachOrStop<T, R>(
  items: readonly T[],
  { atOnce, signal, failed = new AbortController() }: SideBySide,
  step: (item: T, either: AbortSignal) => Promise<R>,
): Promise<readonly R[]> {
  const either = AbortSignal.any([signal, failed.signal])
  const failures: unknown[] = []
  const run = async (item: T): Promise<R | undefined> => {
    if (either.aborted) return undefined
    try {
      return await step(item, either)
    } catch (error) {
      failures.push(error)
      failed.abort(error)
      return undefined
    }
  }
  const done = await pLimit(Math.max(1, atOnce)).map(items, run)
  if (signal.aborted) throw cancelled(signal)
  if (failed.signal.aborted) throw failures[0] ?? failed.signal.reason
  return done as R[]
}
