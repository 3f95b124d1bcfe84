import { PassThrough, type Readable } from 'node:stream'
import { constants, createZstdCompress, type ZstdCompress } from 'node:zlib'
import type { Producer } from '../core/engine.ts'
import { cutBlocks, type Block } from './blocks.ts'
import { feed } from './filter.ts'
import { pullStream } from './pull-stream.ts'

export const LEVEL = 3
/** Of the content. Longer ones shrink by half a percent more; every stage behind holds one or two of them. */
const FRAME_BYTES = 1 << 19
/** Frames that are made at the same time, each in a thread of libuv's; one more block fills meanwhile. */
const PACKERS = 2
const BLOCKS = { blockBytes: FRAME_BYTES, blockCount: PACKERS + 1 }

/**
 * Compresses into zstd frames, one for each MiB: a single long one takes a quarter more processor time, since its window always lies
 * in two places. Never with zstd's own workers: Node then loses data without an error. Fails with what the content failed with.
 */
export function packFrames(content: Readable | Producer): Readable {
  const input = new PassThrough()
  const fed = feed(content, input)
  // Awaited at the end; before it, reading the input fails with it.
  fed.catch(() => undefined)
  const pieces = packBlocks(input)
  return pullStream(
    async () => {
      const { done, value } = await pieces.next()
      if (done === true) await fed
      return value
    },
    () => input.destroy(),
  )
}

async function* packBlocks(input: Readable): AsyncGenerator<Buffer, undefined> {
  using cleanup = new DisposableStack()
  // The one that began first comes first.
  const packers = Array.from({ length: PACKERS }, () => cleanup.use(new Packer()))
  for await (const block of cutBlocks(input, BLOCKS)) {
    const [packer, ...others] = packers as [Packer, ...Packer[]]
    yield* await packer.frame
    packer.begin(block)
    packers.splice(0, PACKERS, ...others, packer)
  }
  for (const { frame } of packers) yield* await frame
}

/** Makes one frame at a time; what it works with is used again for the next, because new ones set off collections of garbage. */
class Packer implements Disposable {
  readonly #compressor: ZstdCompress
  #pieces: Buffer[] = []
  /** The last one that was begun, in pieces. */
  frame: Promise<readonly Buffer[]> = Promise.resolve([])

  constructor() {
    this.#compressor = createZstdCompress({
      chunkSize: FRAME_BYTES,
      // Every write makes a frame.
      flush: constants.ZSTD_e_end,
      params: { [constants.ZSTD_c_compressionLevel]: LEVEL, [constants.ZSTD_c_checksumFlag]: 1 },
    })
    this.#compressor.on('data', (piece: Buffer) => this.#pieces.push(piece))
    // Whoever waits for the frame is told.
    this.#compressor.on('error', () => undefined)
  }

  begin({ bytes, release }: Block): void {
    this.frame = new Promise((resolve, reject) => {
      this.#compressor.write(bytes, (error) => {
        release()
        if (error) reject(error)
        else resolve(this.#pieces.splice(0))
      })
    })
    this.frame.catch(() => undefined)
  }

  [Symbol.dispose](): void {
    this.#compressor.destroy()
  }
}
