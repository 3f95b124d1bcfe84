import { PassThrough, Transform, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { unpackFrames } from '../../runtime/unpack-frames.ts'
import { explainDestruction } from './exception-guard.ts'

/** The server goes on while the store takes its time. */
const BUFFER_BYTES = 1024 * 1024

/**
 * Lets an answer that the server compressed through as it is, and has `guard` look at what it holds: the stream ends only when
 * the guard has seen all of it, and fails with what it found.
 */
export function guardPacked(guard: Transform): Transform {
  const copy = new PassThrough({ highWaterMark: BUFFER_BYTES })
  const looked = pipeline(
    unpackFrames(copy),
    guard,
    new Writable({ write: (_chunk, _encoding, done) => done() }),
  )
  const gate = new Transform({
    highWaterMark: BUFFER_BYTES,
    transform(chunk: Buffer, _encoding, done) {
      if (copy.write(chunk)) done(null, chunk)
      else copy.once('drain', () => done(null, chunk))
    },
    flush(done) {
      copy.end()
      looked.then(() => done(), done)
    },
    destroy(error, done) {
      copy.destroy()
      done(error)
    },
  })
  // What went wrong outside is what the guard is told, and explains.
  explainDestruction(gate, (error) => {
    if (!guard.destroyed) guard.destroy(error)
    return guard.errored ?? error
  })
  looked.catch((error: unknown) => gate.destroy(guard.errored ?? (error as Error)))
  return gate
}
