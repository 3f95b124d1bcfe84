import { WriteStream } from 'node:fs'
import { PassThrough, pipeline as connect, Transform, type Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib'
import type { Producer } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import { cutBlocks } from './blocks.ts'
import { stopOnAbort } from './cancelled.ts'
import {
  feed,
  filterInto,
  startFilter,
  untilWhole,
  type FilterCommand,
  type FilterContext,
} from './filter.ts'
import { noSpaceIn } from './no-space.ts'

const LEVEL = 3
const UNPACK: FilterCommand = { program: 'zstd', args: ['-q', '-d', '-c'], refusal: unpackFailure }
/** What goes in or comes out at a time: small buffers are so many that handing them over takes longer than packing. */
const PIECE_BYTES = 1 << 19

/**
 * Compresses what a producer writes by the zstd program, straight from the one program into the other; and by Node what passes
 * through here anyway, or where there is no such program: the way there and back takes half as long as the compression itself.
 * The stream ends only when the content was whole; it fails with the content's error or `program-failed`.
 */
export function compress(content: Readable | Producer, context: FilterContext): Readable {
  if (typeof content !== 'function') return compressByNode(content)
  const command = { program: 'zstd', args: ['-q', '-c', `-${LEVEL}`] }
  return startFilter(command, content, context) ?? compressByNode(content)
}

/** The stream fails with `part-malformed` when the content is no zstd stream, is cut, or goes on after its end. */
export function decompress(content: Readable, context: FilterContext): Readable {
  return startFilter(UNPACK, content, context) ?? decompressByNode(content)
}

/** Decompresses into `output` and ends it. A file is written by the program itself. Fails as `decompress` does. */
export async function decompressInto(
  content: Readable,
  output: Writable,
  context: FilterContext,
): Promise<void> {
  if (output instanceof WriteStream && (await filterInto(UNPACK, content, { file: output, context }))) return
  await pipeline(stopOnAbort(decompress(content, context), context.signal), output)
}

/** Never with workers: Node then loses data without an error. */
export function compressByNode(content: Readable | Producer): Readable {
  const compressor = createZstdCompress({
    chunkSize: PIECE_BYTES,
    params: { [constants.ZSTD_c_compressionLevel]: LEVEL, [constants.ZSTD_c_checksumFlag]: 1 },
  })
  const input = new PassThrough()
  const whole = Promise.all([feed(content, input), writeOut(input, compressor)])
  return untilWhole(compressor, whole, () => {
    compressor.destroy()
    // What is written into a destroyed compressor is never answered, so the source would wait for ever.
    input.destroy()
  })
}

/** Compresses one block while the next one fills. */
const BLOCKS = { blockBytes: PIECE_BYTES, blockCount: 2 }

/** Ends the frame only after the last write: told both at once, Node adds an empty frame behind it. */
async function writeOut(input: Readable, compressor: Writable): Promise<void> {
  let writing: Promise<void> = Promise.resolve()
  try {
    for await (const { bytes, release } of cutBlocks(input, BLOCKS)) {
      await writing
      writing = write(compressor, bytes).then(release)
      // Awaited above or below; until then a failure must not count as unhandled.
      writing.catch(() => undefined)
    }
    await writing
    compressor.end()
  } catch (error) {
    compressor.destroy(error as Error)
    throw error
  }
}

function write(output: Writable, chunk: Buffer): Promise<void> {
  return new Promise((resolve, reject) => {
    output.write(chunk, (error) => (error ? reject(error) : resolve()))
  })
}

/** Node stops at the end of the frame without a word about what follows, so the bytes are counted. */
export function decompressByNode(content: Readable): Readable {
  let givenBytes = 0
  const count = new PassThrough().on('data', (chunk: Buffer) => {
    givenBytes += chunk.length
  })
  const decompressor = createZstdDecompress({ chunkSize: PIECE_BYTES })
  const check = new Transform({
    transform: (chunk, _encoding, done) => done(null, chunk),
    flush: (done) =>
      done(decompressor.bytesWritten === givenBytes ? null : malformed('bytes follow its end')),
  })
  decompressor.once('error', (error) => check.destroy(content.errored ?? malformed(error.message)))
  return connect([content, count, decompressor, check], () => undefined) as unknown as Readable
}

/** What zstd exits with when it cannot write; when only closing fails, it names its output. */
const WRITE_ERROR = 70
const OUTPUT = '/*stdout*\\'

/** A disk that takes no more says nothing about the content. */
function unpackFailure(stderr: string, code: number): LifeboatError | undefined {
  const isOutput = code === WRITE_ERROR || stderr.includes(OUTPUT)
  return noSpaceIn(stderr) ?? (isOutput ? undefined : malformed(stderr))
}

function malformed(why: string): LifeboatError {
  return new LifeboatError({ code: 'part-malformed', what: 'a part is not one whole zstd stream', why })
}
