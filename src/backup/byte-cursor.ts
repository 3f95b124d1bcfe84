import type { Readable } from 'node:stream'

/** Reads a byte stream in pieces of limited size, so that it can be cut anywhere. */
export class ByteCursor {
  readonly #chunks: AsyncIterator<Buffer>
  #rest: Buffer | undefined

  constructor(source: Readable) {
    this.#chunks = (source as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  }

  /** At least one and at most `limit` bytes; undefined at the end or when `limit` is 0. */
  async next(limit: number): Promise<Buffer | undefined> {
    if (limit === 0 || (await this.atEnd())) return undefined
    const piece = this.#rest?.subarray(0, limit)
    this.#rest = this.#rest?.subarray(limit)
    return piece
  }

  /** Waits for the next byte or the end. */
  async atEnd(): Promise<boolean> {
    while (this.#rest === undefined || this.#rest.length === 0) {
      const step = await this.#chunks.next()
      if (step.done === true) return true
      this.#rest = step.value
    }
    return false
  }
}
