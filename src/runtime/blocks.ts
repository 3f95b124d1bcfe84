/** A run of bytes of a stream, in a buffer that is used again after `release`. */
export interface Block {
  readonly bytes: Buffer
  /** True for the one that ends the stream; it may be empty. */
  readonly last: boolean
  readonly release: () => void
}

/** How large blocks are, and how many may be held unreleased at a time. */
export interface BlockPlan {
  readonly blockBytes: number
  readonly blockCount: number
}

/**
 * Cuts a stream into blocks of equal size, only the last one shorter, in `blockCount` buffers at most:
 * memory stays the same however long the stream is. Waits while all of them are held.
 */
export async function* cutBlocks(content: AsyncIterable<Uint8Array>, plan: BlockPlan): AsyncGenerator<Block> {
  const pool = new BufferPool(plan)
  let buffer = await pool.take()
  let filled = 0
  for await (const chunk of content) {
    for (let offset = 0; offset < chunk.length;) {
      if (filled === buffer.length) {
        yield blockOf(pool, buffer, { filled, last: false })
        buffer = await pool.take()
        filled = 0
      }
      const taken = Math.min(chunk.length - offset, buffer.length - filled)
      buffer.set(chunk.subarray(offset, offset + taken), filled)
      filled += taken
      offset += taken
    }
  }
  yield blockOf(pool, buffer, { filled, last: true })
}

function blockOf(pool: BufferPool, buffer: Buffer, part: { filled: number; last: boolean }): Block {
  return { bytes: buffer.subarray(0, part.filled), last: part.last, release: () => pool.give(buffer) }
}

class BufferPool {
  readonly #free: Buffer[] = []
  readonly #waiting: ((buffer: Buffer) => void)[] = []
  readonly #plan: BlockPlan
  #made = 0

  constructor(plan: BlockPlan) {
    this.#plan = plan
  }

  async take(): Promise<Buffer> {
    const free = this.#free.pop()
    if (free !== undefined) return free
    if (this.#made < this.#plan.blockCount) {
      this.#made += 1
      return Buffer.allocUnsafeSlow(this.#plan.blockBytes)
    }
    return await new Promise((resolve) => this.#waiting.push(resolve))
  }

  give(buffer: Buffer): void {
    const next = this.#waiting.shift()
    if (next === undefined) this.#free.push(buffer)
    else next(buffer)
  }
}
