import { Readable } from 'node:stream'
import { watchSource } from './watched-source.ts'

// Large enough that the consumer's wake-ups do not set the pace.
const HIGH_WATER_MARK = 1 << 20

/** The same bytes, with every failure of the stream turned into a failure that says what to do. */
export function mapStreamErrors(content: Readable, map: (error: unknown) => Error): Readable {
  return streamOf(mapped(watchSource(content, undefined), map), () => content.destroy())
}

/** A stream of what a generator gives; `release` runs at its end, also when nobody ever read from it. */
export function streamOf(chunks: AsyncIterable<Uint8Array>, release: () => void): Readable {
  return Readable.from(chunks, { objectMode: false, highWaterMark: HIGH_WATER_MARK }).once('close', release)
}

async function* mapped(content: Readable, map: (error: unknown) => Error): AsyncGenerator<Uint8Array> {
  try {
    yield* content as AsyncIterable<Uint8Array>
  } catch (error) {
    throw map(error)
  }
}
