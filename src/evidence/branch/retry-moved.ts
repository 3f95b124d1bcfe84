import pRetry from 'p-retry'
import type { Context } from '../../core/context.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'

const RETRY = { retries: 20, minTimeout: 50, maxTimeout: 2000, factor: 1.5, randomize: true }

/**
 * Repeats a publication from the reading on, while others move the branch in between. Throws `evidence-undelivered` when that
 * does not end.
 */
export async function retryMoved<T>(publish: () => Promise<T>, { signal }: Context): Promise<T> {
  try {
    return await pRetry(publish, {
      ...RETRY,
      signal,
      shouldRetry: ({ error }) => isLifeboatError(error, 'ledger-moved'),
    })
  } catch (error) {
    if (!isLifeboatError(error, 'ledger-moved')) throw error
    throw new LifeboatError({
      code: 'evidence-undelivered',
      what: `The evidence was not published: others moved the branch ${RETRY.retries + 1} times`,
      ...(error.why === undefined ? {} : { why: error.why }),
      fix: error.fix ?? 'run collect again: the records are safe in the stores',
      cause: error,
    })
  }
}
