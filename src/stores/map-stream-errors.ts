import { Readable } from 'node:stream'

// Large enough that the consumer's wake-ups do not set the pace.
const HIGH_WATER_MARK = 1 << 20

/** The same bytes, with every failure of the stream turned into a failure that says what to do. */
export function mapStreamErrors(
  content: AsyncIterable<Uint8Array>,
  map: (error: unknown) => Error,
): Readable {
  return Readable.from(mapped(content, map), { objectMode: false, highWaterMark: HIGH_WATER_MARK })
}

async function* mapped(
  content: AsyncIterable<Uint8Array>,
  map: (error: unknown) => Error,
): AsyncGenerator<Uint8Array> {
  try {
    yield* content
  } catch (error) {
    throw map(error)
  }
}
