import { createHash, hash, type Hash } from 'node:crypto'

const ALGORITHM = 'sha256'
const SCRATCH_BYTES = 16 * 1024
/** What stands in front of a number that does not fit into one byte. */
const EXACT = 0xfe
const TEXT = 0xff
const LONGEST_NUMBER = 32

/** Takes the canonical bytes of a value; whoever only wants to pass over a value gives one that drops them. */
export interface Feed {
  /** A number in front of what has that length, and numbers in general. */
  number(value: number | bigint): void
  bytes(piece: Buffer): void
}

/** Drops what it is given. */
export const NO_FEED: Feed = { number: () => undefined, bytes: () => undefined }

/** Hashes what it is given: short inputs at once, long ones as they come. */
export class HashFeed implements Feed {
  readonly #scratch = Buffer.allocUnsafe(SCRATCH_BYTES)
  readonly #seedBytes: number
  #at: number
  #long: Hash | undefined

  constructor(seed: string) {
    this.#seedBytes = this.#scratch.write(`${seed} `, 'latin1')
    this.#at = this.#seedBytes
  }

  number(value: number | bigint): void {
    if (typeof value === 'number' && value >= 0 && value < EXACT) {
      this.#room(1)
      this.#scratch[this.#at++] = value
      return
    }
    this.#room(LONGEST_NUMBER)
    if (typeof value === 'number') {
      this.#scratch[this.#at] = EXACT
      this.#at = this.#scratch.writeDoubleLE(value, this.#at + 1)
      return
    }
    this.#scratch[this.#at] = TEXT
    this.#at += 1 + this.#scratch.write(`${value};`, this.#at + 1, 'latin1')
  }

  bytes(piece: Buffer): void {
    if (piece.length > SCRATCH_BYTES - this.#seedBytes) {
      this.#flush()
      this.#long?.update(piece)
      return
    }
    this.#room(piece.length)
    piece.copy(this.#scratch, this.#at)
    this.#at += piece.length
  }

  /** The digest of everything since the last one, one character a byte. */
  end(): string {
    const short = this.#scratch.subarray(0, this.#at)
    this.#at = this.#seedBytes
    if (this.#long === undefined) return hash(ALGORITHM, short, 'binary')
    const digest = this.#long.update(short.subarray(this.#seedBytes)).digest('binary')
    this.#long = undefined
    return digest
  }

  #room(length: number): void {
    if (this.#at + length > SCRATCH_BYTES) this.#flush()
  }

  #flush(): void {
    if (this.#long === undefined) {
      this.#long = createHash(ALGORITHM).update(this.#scratch.subarray(0, this.#at))
    } else {
      this.#long.update(this.#scratch.subarray(this.#seedBytes, this.#at))
    }
    this.#at = this.#seedBytes
  }
}
