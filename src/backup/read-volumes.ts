import { createHash } from 'node:crypto'
import { pipeline as connect, Transform, type Readable } from 'node:stream'
import { isLifeboatError, LifeboatError } from '../core/errors.ts'
import type { Part, Volume } from '../core/manifest.ts'
import type { StoreReader } from '../core/store.ts'
import { pullStream } from '../runtime/pull-stream.ts'

/** Gives a part's stored bytes, its volumes joined. */
export type OpenVolumes = (part: Part) => Readable

/**
 * Reads a part's volumes straight from the store, one after the other, and compares size and SHA-256 with the manifest.
 * What flows is proven only when the stream has ended; it fails with `volume-absent` or `volume-altered`.
 */
export function readVolumes(part: Part, store: StoreReader): Readable {
  return joinStreams(part.volumes.map((volume) => () => readVolume(volume, store)))
}

/** One volume, compared as `readVolumes` does. */
export async function readVolume(volume: Volume, store: StoreReader): Promise<Readable> {
  const content = await open(volume, store)
  return connect(content, comparison(volume), () => undefined)
}

/** The given streams one after the other, each opened when the one before has ended. */
export function joinStreams(openers: readonly (() => Promise<Readable>)[]): Readable {
  const waiting = [...openers]
  let current: Readable | undefined
  let chunks: AsyncIterator<Buffer> | undefined
  let stopped = false
  const next = async (): Promise<Buffer | undefined> => {
    const step = await chunks?.next()
    if (step !== undefined && step.done !== true) return step.value
    const opener = waiting.shift()
    if (opener === undefined) return undefined
    current = await opener()
    if (stopped) current.destroy()
    chunks = (current as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
    return next()
  }
  return pullStream(next, () => {
    stopped = true
    current?.destroy()
  })
}

async function open(volume: Volume, store: StoreReader): Promise<Readable> {
  try {
    return await store.read(volume.key)
  } catch (cause) {
    if (!isLifeboatError(cause, 'object-absent')) throw cause
    throw new LifeboatError({
      code: 'volume-absent',
      what: `${volume.key} is not in the store ${store.name}`,
      why: 'the manifest lists it, so it was removed after the backup',
      fix: 'restore another backup, or another copy of this one',
      cause,
    })
  }
}

/** Passes bytes on and fails when they are more, fewer or others than the manifest says. */
function comparison(volume: Volume): Transform {
  const hash = createHash('sha256')
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      if (bytes > volume.bytes) return done(altered(volume, `more than its ${volume.bytes} bytes are there`))
      hash.update(chunk)
      return done(null, chunk)
    },
    flush(done) {
      if (bytes < volume.bytes)
        return done(altered(volume, `${bytes} of its ${volume.bytes} bytes are there`))
      return done(hash.digest('hex') === volume.sha256 ? null : altered(volume, 'its SHA-256 is another one'))
    },
  })
}

function altered(volume: Volume, why: string): LifeboatError {
  return new LifeboatError({
    code: 'volume-altered',
    what: `${volume.key} is not what was stored`,
    why,
    fix: 'restore another backup, or another copy of this one, and find out who or what changed this one',
  })
}
