const BLOCK = 512
const SIZE_AT = 124
const CHECKSUM_AT = 148
const TYPE_AT = 156
const EXTENDED_AT = 482
const MORE_EXTENSIONS_AT = 504
const SPARSE = 'S'.charCodeAt(0)

/** Follows a tar archive from header to header without keeping what is in it: GNU's sparse files and long names included. */
export class TarWalker {
  members = 0
  private pending = Buffer.alloc(0)
  private toSkip = 0
  private extending = false
  private contentAfter = 0
  private ended = false
  private broken: string | undefined

  add(chunk: Buffer): void {
    const jumped = Math.min(this.toSkip, chunk.length)
    this.toSkip -= jumped
    this.pending = Buffer.concat([this.pending, chunk.subarray(jumped)])
    let at = 0
    while (this.broken === undefined && !this.ended && this.pending.length - at >= BLOCK) {
      const block = this.pending.subarray(at, at + BLOCK)
      at += BLOCK
      if (this.extending) this.extension(block)
      else this.header(block)
      const skipped = Math.min(this.toSkip, this.pending.length - at)
      this.toSkip -= skipped
      at += skipped
    }
    this.pending =
      this.ended || this.broken !== undefined ? Buffer.alloc(0) : Buffer.from(this.pending.subarray(at))
  }

  /** What is wrong with the archive, once all of it was added. */
  end(): string | undefined {
    if (this.broken !== undefined) return this.broken
    if (!this.ended) return 'the archive ends early'
    return this.members === 0 ? 'the archive is empty' : undefined
  }

  private header(block: Buffer): void {
    if (block.every((byte) => byte === 0)) {
      this.ended = true
      return
    }
    if (octal(block, CHECKSUM_AT, 8) !== sumOf(block)) {
      this.broken = `the header of file ${this.members + 1} is damaged`
      return
    }
    this.members += 1
    const size = sizeOf(block)
    this.contentAfter = Math.ceil(size / BLOCK) * BLOCK
    this.extending = block[TYPE_AT] === SPARSE && block[EXTENDED_AT] === 1
    if (!this.extending) this.toSkip = this.contentAfter
  }

  private extension(block: Buffer): void {
    this.extending = block[MORE_EXTENSIONS_AT] === 1
    if (!this.extending) this.toSkip = this.contentAfter
  }
}

/** The checksum is taken as if its own field held blanks. */
function sumOf(block: Buffer): number {
  let sum = 8 * 0x20
  for (const [at, byte] of block.entries()) if (at < CHECKSUM_AT || at >= CHECKSUM_AT + 8) sum += byte
  return sum
}

/** Octal digits, or a binary number marked by the highest bit where eight gigabytes are not enough. */
function sizeOf(block: Buffer): number {
  if ((block[SIZE_AT] ?? 0) & 0x80) return Number(block.readBigUInt64BE(SIZE_AT + 4))
  return octal(block, SIZE_AT, 12)
}

function octal(block: Buffer, at: number, length: number): number {
  return Number.parseInt(
    block
      .toString('latin1', at, at + length)
      .replaceAll('\0', ' ')
      .trim() || '0',
    8,
  )
}
