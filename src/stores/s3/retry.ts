import pRetry from 'p-retry'
import { isTransient } from '../store-error.ts'
import { isConflict } from './failure.ts'

/** Repeats a conditional write that met another one (HTTP 409): the service decides at the next try who was first. */
export async function retryConflicts<T>(write: () => Promise<T>): Promise<T> {
  return await pRetry(write, {
    retries: 5,
    minTimeout: 100,
    randomize: true,
    shouldRetry: ({ error }) => isConflict(error),
  })
}

/** Repeats what the SDK does not, because its body is a stream; the failures must be explained ones. */
export async function retryTransient<T>(write: () => Promise<T>, signal: AbortSignal): Promise<T> {
  return await pRetry(write, {
    retries: 4,
    minTimeout: 200,
    randomize: true,
    signal,
    shouldRetry: ({ error }) => isTransient(error),
  })
}
