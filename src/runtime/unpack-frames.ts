import type { Readable } from 'node:stream'
import { createZstdDecompress, type ZstdDecompress } from 'node:zlib'
import { LifeboatError } from '../core/errors.ts'
import { pullStream } from './pull-stream.ts'

/** What comes out at a time: small buffers are so many that handing them over takes longer than unpacking. */
const PIECE_BYTES = 1 << 19

/**
 * Decompresses zstd frames that follow one another. The stream fails with `part-malformed` when the last one is cut, or what follows
 * one is none; with the content's own error as it is.
 */
export function unpackFrames(content: Readable): Readable {
  // Content may fail before anybody reads; whoever reads is told.
  content.on('error', () => undefined)
  const pieces = unpackEach(content)
  return pullStream(
    async () => {
      try {
        return (await pieces.next()).value
      } catch (error) {
        throw content.errored ?? (isTornDown(error) ? error : malformed((error as Error).message))
      }
    },
    () => content.destroy(),
  )
}

/** The content was taken away before its end: that says nothing about it. */
function isTornDown(error: unknown): boolean {
  return (error as NodeJS.ErrnoException).code === 'ERR_STREAM_PREMATURE_CLOSE'
}

/** Node's decompressor ends with the frame that ends within a chunk, so the rest of the chunk begins with another one. */
async function* unpackEach(content: Readable): AsyncGenerator<Buffer, undefined> {
  const chunks: AsyncIterator<Buffer> = content[Symbol.asyncIterator]()
  let rest: Buffer | undefined
  do {
    const frame = createZstdDecompress({ chunkSize: PIECE_BYTES })
    const fed = feedFrame(frame, { first: rest, chunks })
    fed.catch((error: Error) => frame.destroy(error))
    for await (const piece of frame) yield piece as Buffer
    rest = await fed
  } while (rest !== undefined)
}

interface Chunks {
  readonly first: Buffer | undefined
  readonly chunks: AsyncIterator<Buffer>
}

/** Gives chunks until the frame has ended or there are no more; returns what it did not take. */
async function feedFrame(frame: ZstdDecompress, { first, chunks }: Chunks): Promise<Buffer | undefined> {
  let givenBytes = 0
  for (let chunk = first; ; chunk = undefined) {
    chunk ??= await nextOf(chunks)
    if (chunk === undefined) break
    givenBytes += chunk.length
    await write(frame, chunk)
    const left = givenBytes - frame.bytesWritten
    if (left > 0) return chunk.subarray(-left)
  }
  frame.end()
  return undefined
}

async function nextOf(chunks: AsyncIterator<Buffer>): Promise<Buffer | undefined> {
  const step = await chunks.next()
  return step.done === true ? undefined : step.value
}

function write(frame: ZstdDecompress, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    frame.write(chunk, (error) => (error ? reject(error) : resolve()))
  })
}

/** The error of a part whose compression is broken. */
export function malformed(why: string): LifeboatError {
  return new LifeboatError({
    code: 'part-malformed',
    what: 'a part is not a sequence of whole zstd frames',
    why,
  })
}
