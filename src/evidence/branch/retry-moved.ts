import pRetry from 'p-retry'
import type { Context } from '../../core/context.ts'
import { isLifeboatError } from '../../core/errors.ts'

const RETRY = { retries: 20, minTimeout: 50, maxTimeout: 2000, factor: 1.5, randomize: true }

/** Repeats a publication from the reading on, while others move the branch in between. Throws `ledger-moved` in the end. */
export async function retryMoved<T>(publish: () => Promise<T>, { signal }: Context): Promise<T> {
  return await pRetry(publish, {
    ...RETRY,
    signal,
    shouldRetry: ({ error }) => isLifeboatError(error, 'ledger-moved'),
  })
}
