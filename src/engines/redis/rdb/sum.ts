const LANES = 4
/** Sums of 32-bit numbers stay exact in a double for that many additions. */
const EXACT_ADDITIONS = 2 ** 20

/** The sum of digests modulo 2¹²⁸: the same in whatever order they come. */
export class DigestSum {
  readonly #lanes = new Float64Array(LANES)
  #pending = 0
  #total = 0n
  #count = 0

  /** How many were added. */
  get count(): number {
    return this.#count
  }

  /** The first 16 bytes of a digest, one character a byte. */
  add(digest: string): void {
    for (let lane = 0; lane < LANES; lane += 1) {
      const at = lane * 4
      const high = (digest.charCodeAt(at + 2) | (digest.charCodeAt(at + 3) << 8)) * 65_536
      const low = digest.charCodeAt(at) | (digest.charCodeAt(at + 1) << 8)
      this.#lanes[lane] = (this.#lanes[lane] ?? 0) + low + high
    }
    this.#count += 1
    this.#pending += 1
    if (this.#pending === EXACT_ADDITIONS) this.#settle()
  }

  /** What another has summed. */
  addSum(total: bigint, count: number): void {
    this.#total = (this.#total + total) & MASK
    this.#count += count
  }

  get total(): bigint {
    this.#settle()
    return this.#total
  }

  clear(): void {
    this.#lanes.fill(0)
    this.#pending = 0
    this.#total = 0n
    this.#count = 0
  }

  #settle(): void {
    this.#lanes.forEach((lane, index) => {
      this.#total += BigInt(lane) << BigInt(32 * index)
    })
    this.#total &= MASK
    this.#lanes.fill(0)
    this.#pending = 0
  }
}

const MASK = (1n << 128n) - 1n
