import { createHash } from 'node:crypto'
import { constants } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { StoreError } from '../store-error.ts'
import { errnoOf, explained } from './failure.ts'

/** How much is synced at a time: waiting for the whole of a large file at its end takes a tenth longer. */
const STRETCH_BYTES = 1 << 25

/** What was written, and given back the same. */
export interface Written {
  readonly bytes: number
  readonly sha256: string
}

export interface CheckedFileRequest {
  readonly key: string
  readonly path: string
  /** The descriptor that is written to. */
  readonly file: FileHandle
}

/**
 * A file whose every block is read back through a descriptor of its own and compared, byte by byte, with what was written: what the
 * file system gives back, from its cache where it has it.
 */
export class CheckedFile implements AsyncDisposable {
  readonly #request: CheckedFileRequest
  readonly #reader: FileHandle
  readonly #hash = createHash('sha256')
  // One buffer serves all reads: a stream would leave 60 MB of them before they are collected.
  #buffer: Buffer = Buffer.alloc(0)
  #bytes = 0
  #synced = 0
  #syncing: Promise<void> = Promise.resolve()

  private constructor(request: CheckedFileRequest, reader: FileHandle) {
    this.#request = request
    this.#reader = reader
  }

  static async open(request: CheckedFileRequest): Promise<CheckedFile> {
    const { key, path } = request
    try {
      return new CheckedFile(request, await open(path, constants.O_RDONLY | constants.O_NOFOLLOW))
    } catch (error) {
      throw errnoOf(error) === 'ENOENT' ? swept(key, error) : error
    }
  }

  /** Appends a block, which must stay as it is until this resolves. Throws `volume-altered` when it is not read back the same. */
  async append(block: Uint8Array): Promise<void> {
    const { key, file } = this.#request
    const writing = explained(`Writing ${key}`, () => file.writeFile(block))
    this.#hash.update(block)
    await writing
    if (!(await explained(`Reading back ${key}`, () => this.#gives(block)))) throw altered(key)
    this.#bytes += block.length
    this.#syncBehind()
  }

  /** Waits until the disk has all of it. Throws `volume-altered` when the file has become another one on the way. */
  async end(): Promise<Written> {
    const { key, file } = this.#request
    await this.#syncing
    await explained(`Writing ${key}`, () => file.sync())
    const { size } = await explained(`Reading back ${key}`, () => this.#reader.stat())
    if (size !== this.#bytes) throw altered(key)
    return { bytes: this.#bytes, sha256: this.#hash.digest('hex') }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#syncing.catch(() => undefined)
    await this.#reader.close()
  }

  async #gives(block: Uint8Array): Promise<boolean> {
    if (this.#buffer.length < block.length) this.#buffer = Buffer.allocUnsafeSlow(block.length)
    for (let read = 0; read < block.length;) {
      const { bytesRead } = await this.#reader.read(
        this.#buffer,
        read,
        block.length - read,
        this.#bytes + read,
      )
      if (bytesRead === 0) return false
      read += bytesRead
    }
    return this.#buffer.subarray(0, block.length).equals(block)
  }

  #syncBehind(): void {
    if (this.#bytes - this.#synced < STRETCH_BYTES) return
    this.#synced = this.#bytes
    const { key, file } = this.#request
    this.#syncing = this.#syncing.then(() => explained(`Writing ${key}`, () => file.datasync()))
    // Whoever ends the file is told.
    this.#syncing.catch(() => undefined)
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

function altered(key: string): StoreError {
  return new StoreError('permanent', {
    code: 'volume-altered',
    what: `What was read back of ${key} differs from what was written`,
    fix: 'Check the disk and the memory of the machine that holds the store; nothing of this write is left.',
  })
}
