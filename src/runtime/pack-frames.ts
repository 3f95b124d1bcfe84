import { PassThrough, type Readable } from 'node:stream'
import { constants, createZstdCompress, type ZstdCompress } from 'node:zlib'
import type { Producer } from '../core/engine.ts'
import { cutBlocks } from './blocks.ts'
import { feed } from './filter.ts'
import { pullStream } from './pull-stream.ts'

/** The low one takes half the processor time of the usual one. */
export const LEVELS = { low: 1, usual: 3 }
/** Of the content. Frames of a MiB shrink by half a percent more, and every stage behind holds one or two of them. */
const FRAME_BYTES = 1 << 19
/** Frames that are made at the same time, each in a thread of libuv's; one more block fills meanwhile. */
const PACKERS = 2
const BLOCKS = { blockBytes: FRAME_BYTES, blockCount: PACKERS + 1 }
const OPTIONS = {
  chunkSize: FRAME_BYTES,
  // Pieces are read as they are, and not joined; two or three are a frame, so that there is always room.
  readableObjectMode: true,
  readableHighWaterMark: 16,
  // Every write makes a frame.
  flush: constants.ZSTD_e_end,
}

/**
 * Compresses into zstd frames, one for each half MiB: a single long one takes a quarter more processor time, since its window always lies
 * in two places. Never with zstd's own workers: Node then loses data without an error. Fails with what the content failed with.
 */
export function packFrames(content: Readable | Producer, level = LEVELS.usual): Readable {
  // Content may fail before anybody reads; whoever reads is told.
  const input = new PassThrough().on('error', () => undefined)
  const fed = feed(content, input)
  // Awaited at the end; before it, reading the input fails with it.
  fed.catch(() => undefined)
  const frames = packBlocks(input, level)
  return pullStream(
    async () => {
      const { done, value } = await frames.next()
      if (done === true) await fed
      return value
    },
    () => input.destroy(),
  )
}

async function* packBlocks(input: Readable, level: number): AsyncGenerator<Buffer, undefined> {
  using cleanup = new DisposableStack()
  const packers = Array.from({ length: PACKERS }, () => cleanup.use(new Packer(level)))
  const underway: Promise<Frame>[] = []
  let begun = 0
  for await (const { bytes, release } of cutBlocks(input, BLOCKS)) {
    if (underway.length === PACKERS) yield* await (underway.shift() as Promise<Frame>)
    const packer = packers[begun++ % PACKERS] as Packer
    const frame = packer.pack(bytes).finally(release)
    // Awaited above or below; until then a failure must not count as unhandled.
    frame.catch(() => undefined)
    underway.push(frame)
  }
  for (const frame of underway) yield* await frame
}

/** In the pieces that it was made in. */
type Frame = readonly Buffer[]

/** Makes one frame at a time, again and again: what it works with sets off collections of garbage when it is made anew. */
class Packer implements Disposable {
  readonly #compressor: ZstdCompress

  constructor(level: number) {
    const params = { [constants.ZSTD_c_compressionLevel]: level, [constants.ZSTD_c_checksumFlag]: 1 }
    this.#compressor = createZstdCompress({ ...OPTIONS, params }).on('error', () => undefined)
  }

  pack(bytes: Buffer): Promise<Frame> {
    return new Promise((resolve, reject) => {
      this.#compressor.write(bytes, (error) => {
        const frame = [...this.#pieces()]
        if (frame.length === 0) reject(error ?? new Error('zstd made nothing of a block'))
        else resolve(frame)
      })
    })
  }

  *#pieces(): Generator<Buffer> {
    for (let piece; (piece = this.#compressor.read() as Buffer | null) !== null;) yield piece
  }

  [Symbol.dispose](): void {
    this.#compressor.destroy()
  }
}
