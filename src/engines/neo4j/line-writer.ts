import { createHash } from 'node:crypto'
import type { Writable } from 'node:stream'

const CHUNK_BYTES = 256 * 1024
const MOST_BYTES_A_CHARACTER = 3
const END = 0x0a

/** Writes lines in large pieces and hashes them; two buffers are used in turn, so that no piece becomes garbage. */
export class LineWriter {
  readonly #output: Writable
  readonly #hash = createHash('sha256')
  #filling = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  #spare = Buffer.allocUnsafeSlow(CHUNK_BYTES)
  #length = 0
  #writing: Promise<void> = Promise.resolve()

  constructor(output: Writable) {
    this.#output = output
  }

  /** A promise when the output is full: the next line must wait for it. */
  write(line: string): Promise<void> | undefined {
    const most = line.length * MOST_BYTES_A_CHARACTER + 1
    if (this.#length + most <= CHUNK_BYTES) {
      this.#append(line)
      return undefined
    }
    return this.#makeRoom(line, most)
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
    if (most <= CHUNK_BYTES) {
      this.#append(line)
      return
    }
    await this.#writing
    this.#send(Buffer.from(`${line}\n`))
  }

  #append(line: string): void {
    this.#length += this.#filling.write(line, this.#length)
    this.#filling[this.#length] = END
    this.#length += 1
  }

  async #flush(): Promise<void> {
    await this.#writing
    if (this.#length === 0) return
    this.#send(this.#filling.subarray(0, this.#length))
    ;[this.#filling, this.#spare] = [this.#spare, this.#filling]
    this.#length = 0
  }

  #send(bytes: Buffer): void {
    this.#hash.update(bytes)
    this.#writing = new Promise((resolve, reject) => {
      this.#output.write(bytes, (error) => (error ? reject(error) : resolve()))
    })
    // Whoever waits next is told.
    this.#writing.catch(() => undefined)
  }
}
