/** Bytes that arrived in any pieces, taken out in the sizes wanted, without copying them together. */
export class ByteQueue {
  readonly #pieces: Buffer[] = []
  #length = 0

  get length(): number {
    return this.#length
  }

  push(piece: Buffer): void {
    this.#pieces.push(piece)
    this.#length += piece.length
  }

  /** The next `length` bytes, which must be there, as the pieces they lie in. */
  take(length: number): Buffer[] {
    const taken: Buffer[] = []
    for (let missing = length; missing > 0;) {
      const piece = this.#pieces.shift()
      if (piece === undefined) throw new Error('more bytes were wanted than there are')
      const part = piece.subarray(0, missing)
      if (part.length < piece.length) this.#pieces.unshift(piece.subarray(part.length))
      taken.push(part)
      missing -= part.length
    }
    this.#length -= length
    return taken
  }
}
