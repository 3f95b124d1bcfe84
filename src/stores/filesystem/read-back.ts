import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { lstat, open, type FileHandle } from 'node:fs/promises'
import { StoreError } from '../store-error.ts'
import { errnoOf, explained } from './failure.ts'

const READ_BYTES = 1 << 20
/** How much is synced and read at a time: waiting for the whole of a large file at its end takes a tenth longer. */
const STRETCH_BYTES = 1 << 25

/** What was given to the file system, or what it gave back. */
export interface Written {
  readonly bytes: number
  readonly sha256: string
}

export interface ReadBackRequest {
  readonly key: string
  readonly path: string
  /** The descriptor that is written to. */
  readonly file: FileHandle
}

/**
 * Reads a file back through a descriptor of its own while it is still being written, each stretch after it was synced: what the
 * file system gives back, from its cache where it has it.
 */
export class ReadBack implements AsyncDisposable {
  readonly #request: ReadBackRequest
  readonly #reader: FileHandle
  readonly #hash = createHash('sha256')
  // One buffer serves all reads: a stream would leave 60 MB of them before they are collected.
  readonly #buffer = Buffer.allocUnsafe(READ_BYTES)
  #bytes = 0
  #asked = 0
  #work: Promise<void> = Promise.resolve()

  private constructor(request: ReadBackRequest, reader: FileHandle) {
    this.#request = request
    this.#reader = reader
  }

  static async open(request: ReadBackRequest): Promise<ReadBack> {
    const { key, path } = request
    try {
      return new ReadBack(request, await open(path, constants.O_RDONLY | constants.O_NOFOLLOW))
    } catch (error) {
      throw errnoOf(error) === 'ENOENT' ? swept(key, error) : error
    }
  }

  /** Told how many bytes are written, reads what is far enough behind. */
  reached(bytes: number): void {
    if (bytes - this.#asked < STRETCH_BYTES) return
    this.#asked = bytes
    this.#work = this.#work.then(() => this.#take(bytes))
    // Whoever ends the reading is told.
    this.#work.catch(() => undefined)
  }

  /** Throws `volume-altered` when what was read back is not what was written. */
  async compare(written: Written): Promise<void> {
    await this.#work
    await this.#take(Infinity)
    const isSame = this.#hash.digest('hex') === written.sha256 && this.#bytes === written.bytes
    if (isSame && (await this.#isStillThere())) return
    throw new StoreError('permanent', {
      code: 'volume-altered',
      what: `What was read back of ${this.#request.key} differs from what was written`,
      fix: 'Check the disk and the memory of the machine that holds the store; nothing of this write is left.',
    })
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#work.catch(() => undefined)
    await this.#reader.close()
  }

  /** Whether the file that was read is the one that will be linked to the object's name. */
  async #isStillThere(): Promise<boolean> {
    const { key, path } = this.#request
    const read = await this.#reader.stat()
    const named = await lstat(path).catch((error: unknown) => {
      throw errnoOf(error) === 'ENOENT' ? swept(key, error) : error
    })
    return read.ino === named.ino && read.dev === named.dev
  }

  async #take(end: number): Promise<void> {
    const { key, file } = this.#request
    await explained(`Writing ${key}`, () => (end === Infinity ? file.sync() : file.datasync()))
    await explained(`Reading back ${key}`, () => this.#readTo(end))
  }

  async #readTo(end: number): Promise<void> {
    while (this.#bytes < end) {
      const most = Math.min(READ_BYTES, end - this.#bytes)
      const { bytesRead } = await this.#reader.read(this.#buffer, 0, most, this.#bytes)
      if (bytesRead === 0) return
      this.#hash.update(this.#buffer.subarray(0, bytesRead))
      this.#bytes += bytesRead
    }
  }
}

/** The error of a write whose unfinished file was taken away. */
export function swept(key: string, cause: unknown): StoreError {
  return new StoreError('permanent', {
    code: 'store-refused',
    what: `The unfinished file of ${key} was removed while it was written`,
    why: 'a sweep took it for the left-over of a dead run',
    fix: 'Give the target a longer backup timeout, so that sweep lets running backups live.',
    cause,
  })
}
