import { Transform } from 'node:stream'
import { crc32 } from 'node:zlib'
import { parseError } from '@clickhouse/client'
import type { Passed } from './counted.ts'

const TAIL_BYTES = 32 * 1024
/** The server goes on while the compressor takes its time. */
const BUFFER_BYTES = 1024 * 1024
/** What older servers write behind the rows that they had sent already. */
const OLD_EXCEPTION = /Code: \d+\. DB::Exception: [^]*\(version [^)]*\)\)?\s*$/

/**
 * Lets an answer's bytes through and fails at the end where they are an error message: ClickHouse says with status 200 what goes
 * wrong once rows have been sent. `tag` is what this answer's message is marked with, by servers that mark it.
 */
export function guardAnswer(
  tag: string | undefined,
  explain: (error: unknown) => Error,
  passed: Passed = { bytes: 0, crc32: 0 },
): Transform {
  let tail: Buffer = Buffer.alloc(0)
  const guard = new Transform({
    highWaterMark: BUFFER_BYTES,
    transform(chunk: Buffer, _encoding, done) {
      passed.bytes += chunk.length
      passed.crc32 = crc32(chunk, passed.crc32)
      tail = chunk.length >= TAIL_BYTES ? chunk : Buffer.concat([tail, chunk]).subarray(-TAIL_BYTES)
      done(null, chunk)
    },
    flush(done) {
      const message = exceptionIn(tail.subarray(-TAIL_BYTES).toString('latin1'), tag)
      done(message === undefined ? null : parseError(Buffer.from(message, 'latin1').toString('utf8')))
    },
  })
  explainDestruction(guard, explain)
  return guard
}

/** Before it is kept: who begins to read a stream that has failed is given the error that it was destroyed with. */
export function explainDestruction(stream: Transform, explain: (error: Error) => Error): void {
  const destroy = stream.destroy.bind(stream)
  stream.destroy = (error) => destroy(error instanceof Error ? explain(error) : undefined)
}

/** The error message at the end of an answer. */
function exceptionIn(tail: string, tag: string | undefined): string | undefined {
  if (tag === undefined) return OLD_EXCEPTION.exec(tail)?.[0]
  const start = tail.lastIndexOf(`__exception__\r\n${tag}`)
  if (start === -1 || !tail.endsWith('__exception__\r\n')) return undefined
  return tail.slice(start + '__exception__\r\n'.length + tag.length).trim()
}
