const SLICES = 8
/** The Jones polynomial, reflected, as Redis uses it: its upper and lower half. */
const POLYNOMIAL = { high: 0x95ac9329, low: 0xac4bc9b5 } as const

/** One table for each byte of eight, so that eight are taken at a time. */
const TABLES = makeTables()

/** The CRC-64 that ends every RDB file, over bytes as they come. */
export class Crc64 {
  #low = 0
  #high = 0

  update(bytes: Buffer, start = 0, end = bytes.length): void {
    const settled = end - ((end - start) % SLICES)
    this.#addEights(new DataView(bytes.buffer, bytes.byteOffset + start, settled - start))
    for (let at = settled; at < end; at += 1) this.#addOne(bytes[at] ?? 0)
  }

  /** The eight bytes as they stand in a file. */
  digest(): Buffer {
    const bytes = Buffer.alloc(SLICES)
    bytes.writeUInt32LE(this.#low >>> 0, 0)
    bytes.writeUInt32LE(this.#high >>> 0, 4)
    return bytes
  }

  /** One loop over local numbers, and a view: that is more than twice as fast as a call for each eight bytes of a buffer. */
  #addEights(bytes: DataView): void {
    const { low, high } = TABLES
    let sumLow = this.#low
    let sumHigh = this.#high
    for (let offset = 0; offset < bytes.byteLength; offset += SLICES) {
      const one = sumLow ^ bytes.getInt32(offset, true)
      const two = sumHigh ^ bytes.getInt32(offset + 4, true)
      const a = 1792 + (one & 255)
      const b = 1536 + ((one >>> 8) & 255)
      const c = 1280 + ((one >>> 16) & 255)
      const d = 1024 + (one >>> 24)
      const e = 768 + (two & 255)
      const f = 512 + ((two >>> 8) & 255)
      const g = 256 + ((two >>> 16) & 255)
      const h = two >>> 24
      sumLow =
        at(low, a) ^ at(low, b) ^ at(low, c) ^ at(low, d) ^ at(low, e) ^ at(low, f) ^ at(low, g) ^ at(low, h)
      sumHigh =
        at(high, a) ^
        at(high, b) ^
        at(high, c) ^
        at(high, d) ^
        at(high, e) ^
        at(high, f) ^
        at(high, g) ^
        at(high, h)
    }
    this.#low = sumLow
    this.#high = sumHigh
  }

  #addOne(byte: number): void {
    const index = (this.#low ^ byte) & 255
    this.#low = ((this.#low >>> 8) | (this.#high << 24)) ^ at(TABLES.low, index)
    this.#high = (this.#high >>> 8) ^ at(TABLES.high, index)
  }
}

function at(table: Int32Array, index: number): number {
  return table[index] ?? 0
}

function makeTables(): { readonly low: Int32Array; readonly high: Int32Array } {
  const low = new Int32Array(SLICES * 256)
  const high = new Int32Array(SLICES * 256)
  for (let index = 0; index < 256; index += 1) {
    const entry = shiftedByte({ low: index, high: 0 })
    low[index] = entry.low
    high[index] = entry.high
  }
  for (let index = 256; index < SLICES * 256; index += 1) {
    const before = { low: low[index - 256] ?? 0, high: high[index - 256] ?? 0 }
    const next = before.low & 255
    low[index] = ((before.low >>> 8) | (before.high << 24)) ^ (low[next] ?? 0)
    high[index] = (before.high >>> 8) ^ (high[next] ?? 0)
  }
  return { low, high }
}

function shiftedByte(halves: { low: number; high: number }): { low: number; high: number } {
  let { low, high } = halves
  for (let bit = 0; bit < 8; bit += 1) {
    const odd = (low & 1) === 1
    low = (low >>> 1) | (high << 31)
    high >>>= 1
    if (odd) {
      low ^= POLYNOMIAL.low
      high ^= POLYNOMIAL.high
    }
  }
  return { low, high }
}
