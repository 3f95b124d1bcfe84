import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'

const CHUNK_BYTES = 64 * 1024
const MOST_BYTES_A_CHARACTER = 3
const END = 0x0a

/** Writes lines in large pieces and hashes them. A piece is never used again: an output may keep it after it has taken it. */
export class LineWriter {
  readonly #output: Writable
  readonly #hash = createHash('sha256')
  #piece = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  #length = 0
  #writing: Promise<void> = Promise.resolve()

  constructor(output: Writable) {
    this.#output = output
  }

  /** A promise when the output is full: the next line must wait for it. */
  write(line: string): Promise<void> | undefined {
    const most = line.length * MOST_BYTES_A_CHARACTER + 1
    if (this.#length + most > CHUNK_BYTES) return this.#makeRoom(line, most)
    this.#append(line)
    return undefined
  }

  /** SHA-256 (hex) of every line until now. */
  async digest(): Promise<string> {
    await this.#flush()
    return this.#hash.copy().digest('hex')
  }

  async end(): Promise<void> {
    await this.#flush()
    await this.#writing
  }

  async #makeRoom(line: string, most: number): Promise<void> {
    await this.#flush()
    if (most <= CHUNK_BYTES) this.#append(line)
    else await this.#send(Buffer.from(`${line}\n`))
  }

  #append(line: string): void {
    this.#length += this.#piece.write(line, this.#length)
    this.#piece[this.#length] = END
    this.#length += 1
  }

  async #flush(): Promise<void> {
    if (this.#length === 0) return
    const full = this.#piece.subarray(0, this.#length)
    this.#piece = Buffer.allocUnsafeSlow(CHUNK_BYTES)
    this.#length = 0
    await this.#send(full)
  }

  /** Resolves when the piece before this one has been taken. */
  async #send(bytes: Buffer): Promise<void> {
    const before = this.#writing
    this.#hash.update(bytes)
    this.#writing = new Promise((resolve, reject) => {
      this.#output.write(bytes, (error) => (error ? reject(error) : resolve()))
    })
    // Whoever waits next is told.
    this.#writing.catch(() => undefined)
    await before
  }
}
