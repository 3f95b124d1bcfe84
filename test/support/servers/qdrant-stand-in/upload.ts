import { createWriteStream, truncateSync } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import { Transform } from 'node:stream'
import type { IncomingMessage } from 'node:http'
import { Refusal } from './refusal.ts'

const HEAD_END = '\r\n\r\n'
const LARGEST_HEAD = 8192

/** Saves the one part of a multipart request; `place` is told its file name. */
export async function saveUpload(request: IncomingMessage, place: (name: string) => string): Promise<string> {
  const type = request.headers['content-type'] ?? ''
  const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(type)?.[1]
  if (boundary === undefined) {
    throw new Refusal(415, "Parsed Content-Type did not have 'multipart' top-level media type")
  }
  const chunks = (request as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  const { head, rest } = await readHead(chunks)
  const name = /name="snapshot"; filename="([^"]*)"/.exec(head)?.[1]
  if (name === undefined) {
    await drain(chunks)
    throw new Refusal(400, 'Required field is missing: snapshot')
  }
  const path = place(name)
  let bytes = 0
  const count = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      bytes += chunk.length
      done(null, chunk)
    },
  })
  await pipeline(joined(rest, chunks), count, createWriteStream(path))
  truncateSync(path, Math.max(0, bytes - Buffer.byteLength(`\r\n--${boundary}--\r\n`)))
  return name
}

async function readHead(chunks: AsyncIterator<Buffer>): Promise<{ head: string; rest: Buffer }> {
  let seen = Buffer.alloc(0)
  while (seen.length < LARGEST_HEAD) {
    const { value, done } = await chunks.next()
    if (done === true) break
    seen = Buffer.concat([seen, value])
    const end = seen.indexOf(HEAD_END)
    if (end >= 0) return { head: seen.toString('utf8', 0, end), rest: seen.subarray(end + HEAD_END.length) }
  }
  throw new Refusal(400, 'Required field is missing: snapshot')
}

async function* joined(first: Buffer, chunks: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first
  for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) yield next.value
}

async function drain(chunks: AsyncIterator<Buffer>): Promise<void> {
  while ((await chunks.next()).done !== true);
}
