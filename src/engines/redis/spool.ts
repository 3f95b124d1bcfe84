import type { FileHandle } from 'node:fs/promises'
import { LifeboatError } from '../../core/errors.ts'
import { explainNoSpace } from '../../runtime/no-space.ts'

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

  /** Resolves when there is room for more; the piece must not be used again. Throws `disk-full` or `capture-failed` for an earlier write. */
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
    try {
      for (let left = pieces.filter(({ length }) => length > 0); left.length > 0;) {
        const { bytesWritten } = await this.#file.writev(left)
        left = after(left, bytesWritten)
      }
    } catch (error) {
      throw unwritten(error)
    }
  }
}

/** The disk is this computer's: nothing of it is the server's doing. */
function unwritten(error: unknown): unknown {
  const told = explainNoSpace(error)
  if (told !== error) return told
  return new LifeboatError({
    code: 'capture-failed',
    what: 'the dump could not be written into the folder of this run',
    why: error instanceof Error ? error.message : String(error),
    fix: 'check the disk that temporary files lie on, and the limits of the process (ulimit -f), or set TMPDIR to another file system',
    cause: error,
  })
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
