import { fstatSync, readSync } from 'node:fs'
import { malformed } from './malformed.ts'

const WINDOW_BYTES = 256 * 1024

/** Fills a buffer with the bytes that follow; returns how many there were. */
type Refill = (buffer: Buffer, start: number) => number

/** Reads bytes forwards through a window, whatever the size of what is read. Throws `part-malformed` at an early end. */
export class ByteReader {
  readonly #refill: Refill
  /** Of everything that is read. */
  readonly #size: number
  #window: Buffer
  #at = 0
  #end: number
  /** Where the window begins. */
  #start = 0

  private constructor(
    window: Buffer,
    filled: number,
    rest: { readonly size: number; readonly refill: Refill },
  ) {
    this.#window = window
    this.#end = filled
    this.#size = rest.size
    this.#refill = rest.refill
  }

  static ofBytes(bytes: Buffer): ByteReader {
    return new ByteReader(bytes, bytes.length, { size: bytes.length, refill: () => 0 })
  }

  /** An open file, read from its beginning. */
  static ofFile(descriptor: number): ByteReader {
    let position = 0
    const refill: Refill = (buffer, start) => {
      const bytes = readSync(descriptor, buffer, start, buffer.length - start, position)
      position += bytes
      return bytes
    }
    return new ByteReader(Buffer.allocUnsafe(WINDOW_BYTES), 0, { size: fstatSync(descriptor).size, refill })
  }

  /** How many bytes have been read. */
  get position(): number {
    return this.#start + this.#at
  }

  byte(): number {
    if (this.#at === this.#end) this.#need(1)
    return this.#window[this.#at++] ?? 0
  }

  /** The next bytes, valid until the next call. */
  take(length: number): Buffer {
    if (this.#end - this.#at < length) this.#need(length)
    const from = this.#at
    this.#at += length
    return this.#window.subarray(from, this.#at)
  }

  /** The next bytes in pieces that are small, each valid until the next call. */
  pieces(length: number, use: (piece: Buffer) => void): void {
    for (let left = length; left > 0;) {
      const size = Math.min(left, WINDOW_BYTES)
      use(this.take(size))
      left -= size
    }
  }

  /** Copies the next bytes, for short runs. */
  copy(target: Buffer, at: number, length: number): void {
    if (this.#end - this.#at < length) this.#need(length)
    this.#window.copy(target, at, this.#at, this.#at + length)
    this.#at += length
  }

  #need(length: number): void {
    // A damaged length may be of any size, and no room is made for what cannot come.
    if (length > this.#size - this.position) throw this.#short()
    this.#makeRoom(length)
    while (this.#end - this.#at < length) {
      const bytes = this.#refill(this.#window, this.#end)
      if (bytes === 0) throw this.#short()
      this.#end += bytes
    }
  }

  #short(): Error {
    return malformed(`it ends in the middle of a value, at byte ${this.#size}`)
  }

  #makeRoom(length: number): void {
    const left = this.#window.subarray(this.#at, this.#end)
    const fits = length <= this.#window.length && this.#window.length >= WINDOW_BYTES
    const window = fits ? this.#window : Buffer.allocUnsafe(Math.max(length, WINDOW_BYTES))
    left.copy(window)
    this.#start += this.#at
    this.#window = window
    this.#end = left.length
    this.#at = 0
  }
}
