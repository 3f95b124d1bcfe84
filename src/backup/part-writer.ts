import { pipeline as connect, PassThrough, Transform, type Readable } from 'node:stream'
import { zstdDecompressSync } from 'node:zlib'
import type { Context } from '../core/context.ts'
import type { Producer } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import type { Part } from '../core/manifest.ts'
import { cancelled, stopOnAbort } from '../runtime/cancelled.ts'
import { feed, untilWhole } from '../runtime/filter.ts'
import { LEVELS } from '../runtime/pack-frames.ts'
import { compress } from '../runtime/zstd.ts'
import type { Pace } from './pace.ts'
import { ProgressMeter } from './progress.ts'
import { seal } from './seal.ts'
import { uploadVolumes, type VolumeRequest } from './volumes.ts'

/** More than zstd needs to say that there is nothing. */
const EMPTY_FRAME_BYTES = 64

export interface PartRequest extends Omit<VolumeRequest, 'signal'> {
  readonly name: string
  readonly content: Readable | Producer
  /** Says that the content is compressed already and is stored as it is: a zstd stream, or what only its reader unpacks. */
  readonly compressed?: boolean | 'zstd' | undefined
  /** Says that little effort shrinks it as far as much does. */
  readonly dense?: boolean | undefined
  /** Public keys; empty leaves the part unsealed. */
  readonly recipients: readonly string[]
  /** How fast stored bytes may flow; absent for as fast as they can. */
  readonly pace?: Pace
  readonly context: Context
}

/**
 * Compresses, seals and stores one part; resolves when the store has confirmed every byte. Throws what the content failed with,
 * `capture-failed` when it is empty, the store's errors, or `cancelled`. Every failure ends all stages.
 */
export async function writePart(request: PartRequest): Promise<Part> {
  const { name, recipients, context } = request
  const { signal } = context
  if (signal.aborted) throw cancelled(signal)
  const sealing = recipients.length > 0 ? [seal(recipients)] : []
  const pacing = request.pace === undefined ? [] : [request.pace.stage()]
  const stored = connect(
    [packed(request), watched(request), ...sealing, ...pacing],
    () => undefined,
  ) as unknown as Readable
  return {
    name,
    compression: request.compressed === true ? 'none' : 'zstd',
    seal: recipients.length > 0 ? 'age' : 'none',
    volumes: await uploadVolumes(stopOnAbort(stored, signal), { ...request, signal }),
  }
}

function packed({ content, compressed, dense = false, context }: PartRequest): Readable {
  const level = dense ? LEVELS.low : LEVELS.usual
  if (compressed === undefined || compressed === false) return compress(content, context, level)
  const plain = new PassThrough()
  return untilWhole(plain, feed(content, plain), () => plain.destroy())
}

/** Reports progress, and refuses an empty part before its last byte is stored. */
function watched(request: PartRequest): Transform {
  const progress = new ProgressMeter({ name: request.name }, request.context)
  let start = Buffer.alloc(0)
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      if (start.length < EMPTY_FRAME_BYTES)
        start = Buffer.concat([start, chunk.subarray(0, EMPTY_FRAME_BYTES)])
      progress.add(chunk.length)
      done(null, chunk)
    },
    flush(done) {
      progress.report()
      done(isEmpty(start, request) ? emptyPart(request.name) : null)
    },
  })
}

function isEmpty(start: Buffer, { compressed }: PartRequest): boolean {
  if (compressed === true || start.length === 0) return start.length === 0
  return start.length < EMPTY_FRAME_BYTES && zstdDecompressSync(start).length === 0
}

function emptyPart(name: string): LifeboatError {
  return new LifeboatError({
    code: 'capture-failed',
    what: `the part ${name} is empty`,
    why: 'the program that should have written it wrote nothing and reported no error',
    fix: 'run the backup again; if it stays so, check the program by hand',
  })
}
