import { WriteStream } from 'node:fs'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Producer } from '../core/engine.ts'
import type { LifeboatError } from '../core/errors.ts'
import { stopOnAbort } from './cancelled.ts'
import { filterInto, startFilter, type FilterCommand, type FilterContext } from './filter.ts'
import { noSpaceIn } from './no-space.ts'
import { LEVELS, packFrames } from './pack-frames.ts'
import { malformed, unpackFrames } from './unpack-frames.ts'

const UNPACK: FilterCommand = { program: 'zstd', args: ['-q', '-d', '-c'], refusal: unpackFailure }

/**
 * Compresses what a producer writes by the zstd program, straight from the one program into the other; and by Node what passes
 * through here anyway, or where there is no such program: the way there and back takes half as long as the compression itself.
 * The stream ends only when the content was whole; it fails with the content's error or `program-failed`.
 */
export function compress(
  content: Readable | Producer,
  context: FilterContext,
  level = LEVELS.usual,
): Readable {
  if (typeof content !== 'function') return packFrames(content, level)
  const command = { program: 'zstd', args: ['-q', '-c', `-${level}`] }
  return startFilter(command, content, context) ?? packFrames(content, level)
}

/** The stream fails with `part-malformed` when the content is not a sequence of whole zstd frames. */
export function decompress(content: Readable, context: FilterContext): Readable {
  return startFilter(UNPACK, content, context) ?? unpackFrames(content)
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

/** What zstd exits with when it cannot write; when only closing fails, it names its output. */
const WRITE_ERROR = 70
const OUTPUT = '/*stdout*\\'

/** A disk that takes no more says nothing about the content. */
function unpackFailure(stderr: string, code: number): LifeboatError | undefined {
  const isOutput = code === WRITE_ERROR || stderr.includes(OUTPUT)
  return noSpaceIn(stderr) ?? (isOutput ? undefined : malformed(stderr))
}
