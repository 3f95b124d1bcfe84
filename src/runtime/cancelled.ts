import type { Readable } from 'node:stream'
import { isLifeboatError, LifeboatError } from '../core/errors.ts'

/** The error of a run that was told to stop. */
export function cancelled(signal: AbortSignal): LifeboatError {
  if (isLifeboatError(signal.reason)) return signal.reason
  return new LifeboatError({ code: 'cancelled', what: 'cancelled', cause: signal.reason })
}

/** Ends a stream when the run is told to stop; returns the stream, whose reader is told, however late it begins. */
export function stopOnAbort(stream: Readable, signal: AbortSignal): Readable {
  const stop = (): void => void stream.destroy(cancelled(signal))
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop)
  // Unheard, the error would end this process before it has cleaned up.
  stream.on('error', () => undefined)
  return stream.once('close', () => signal.removeEventListener('abort', stop))
}
