import { addAbortSignal, type Readable } from 'node:stream'

/**
 * A stream that somebody hands over to be read later: a failure before the first read must not end the process,
 * and an abort must end a read that waits.
 */
export function watchSource(content: Readable, signal: AbortSignal | undefined): Readable {
  content.on('error', ignore)
  return signal === undefined ? content : addAbortSignal(signal, content)
}

// The reader still sees the failure: iterating over a failed stream throws it.
function ignore(): void {
  // Nothing to do.
}
