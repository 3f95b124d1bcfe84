import type { FileHandle } from 'node:fs/promises'

/** A server sends small pieces; writing each by itself takes longer than all else that is done with them. */
const WRITE_BYTES = 1 << 20

/** Appends pieces to a file, many at a time, while more of them come. */
export class Spool {
  readonly #file: Pick<FileHandle, 'writev'>
  #pieces: Buffer[] = []
  #bytes = 0
  #writing: Promise<void> = Promise.resolve()

  constructor(file: Pick<FileHandle, 'writev'>) {
    this.#file = file
  }

  /** Resolves when there is room for more; the piece must not be used again. Throws what an earlier write failed with. */
  async add(piece: Buffer): Promise<void> {
    this.#pieces.push(piece)
    this.#bytes += piece.length
    if (this.#bytes >= WRITE_BYTES) await this.#flush()
  }

  /** Resolves when everything is written. */
  async end(): Promise<void> {
    await this.#flush()
    await this.#writing
  }

  async #flush(): Promise<void> {
    await this.#writing
    const pieces = this.#pieces
    this.#pieces = []
    this.#bytes = 0
    this.#writing = this.#write(pieces)
    // Whoever waits next is told.
    this.#writing.catch(() => undefined)
  }

  /** A write may take only a part of what it is given. */
  async #write(pieces: readonly Buffer[]): Promise<void> {
    for (let left = pieces.filter(({ length }) => length > 0); left.length > 0;) {
      const { bytesWritten } = await this.#file.writev(left)
      left = after(left, bytesWritten)
    }
  }
}

/** What remains of pieces behind so many bytes. */
function after(pieces: readonly Buffer[], bytes: number): Buffer[] {
  let passed = bytes
  return pieces.flatMap((piece) => {
    const skipped = Math.min(passed, piece.length)
    passed -= skipped
    return skipped === piece.length ? [] : [piece.subarray(skipped)]
  })
}
