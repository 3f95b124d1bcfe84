import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { Writable } from 'node:stream'

const CHUNK_CHARACTERS = 64 * 1024

/** Writes lines in large pieces and hashes them. */
export class LineWriter {
  readonly #output: Writable
  readonly #hash = createHash('sha256')
  #lines: string[] = []
  #characters = 0

  constructor(output: Writable) {
    this.#output = output
  }

  /** A promise when the output is full: the next line should wait for it. */
  write(line: string): Promise<void> | undefined {
    this.#lines.push(line)
    this.#characters += line.length
    return this.#characters < CHUNK_CHARACTERS ? undefined : this.#flush()
  }

  /** SHA-256 (hex) of every line until now. */
  async digest(): Promise<string> {
    await this.#flush()
    return this.#hash.copy().digest('hex')
  }

  async end(): Promise<void> {
    await this.#flush()
  }

  async #flush(): Promise<void> {
    if (this.#lines.length === 0) return
    const text = `${this.#lines.join('\n')}\n`
    this.#lines = []
    this.#characters = 0
    this.#hash.update(text)
    if (this.#output.write(text)) return
    await Promise.race([once(this.#output, 'drain'), closed(this.#output)])
  }
}

/** A reader that went away will not drain. */
async function closed(output: Writable): Promise<never> {
  await once(output, 'close')
  throw output.errored ?? new Error('the output was closed before its end')
}
