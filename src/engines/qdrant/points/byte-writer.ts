/** Bytes that grow as they are written and are used again for the next point. */
export class ByteWriter {
  bytes = Buffer.alloc(64 * 1024)
  length = 0
  private view = viewOf(this.bytes)

  uint8(value: number): void {
    this.reserve(1)
    this.bytes[this.length] = value
    this.length += 1
  }

  uint32(value: number): void {
    this.reserve(4)
    this.view.setUint32(this.length, value, true)
    this.length += 4
  }

  uint64(value: bigint): void {
    this.reserve(8)
    this.view.setBigUint64(this.length, value, true)
    this.length += 8
  }

  /** Rounds to the float32 that the server keeps. */
  float32(value: number): void {
    if (this.length + 4 > this.bytes.length) this.reserve(4)
    this.view.setFloat32(this.length, value, true)
    this.length += 4
  }

  /** Overwrites four bytes that were written before. */
  uint32At(at: number, value: number): void {
    this.view.setUint32(at, value, true)
  }

  /** Length and UTF-8 bytes, so that no two sequences of texts look alike. */
  text(text: string): void {
    this.reserve(4 + text.length * 3)
    const written = this.bytes.write(text, this.length + 4, 'utf8')
    this.uint32(written)
    this.length += written
  }

  raw(bytes: Uint8Array): void {
    this.reserve(bytes.length)
    this.bytes.set(bytes, this.length)
    this.length += bytes.length
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return
    const larger = Buffer.alloc(Math.max(this.bytes.length * 2, this.length + more))
    this.bytes.copy(larger, 0, 0, this.length)
    this.bytes = larger
    this.view = viewOf(larger)
  }
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
