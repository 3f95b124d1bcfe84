import { Crc64 } from './crc64.ts'
import { MAGIC_BYTES, readMagic } from './magic.ts'
import { malformed } from './malformed.ts'

const CHECKSUM_BYTES = 8
/** The end marker and the checksum. */
const TRAILER_BYTES = 1 + CHECKSUM_BYTES
const END_MARKER = 0xff

/** Whether a dump's own checksum was right, or the server writes none (`rdbchecksum no`). */
export type Checksum = 'right' | 'none'

/** Watches the bytes of a dump go by, in bounded memory. */
export class DumpChecker {
  readonly #crc = new Crc64()
  #tail = Buffer.alloc(0)
  #begun = false

  /** Throws `part-malformed` when they do not begin as a dump. */
  add(bytes: Buffer): void {
    if (!this.#begun || bytes.length < TRAILER_BYTES) {
      this.#addFew(bytes)
      return
    }
    const settled = bytes.length - TRAILER_BYTES
    this.#crc.update(this.#tail)
    this.#crc.update(bytes, 0, settled)
    this.#tail = Buffer.from(bytes.subarray(settled))
  }

  /** Throws `part-malformed` unless the last bytes are an end marker and the right checksum. */
  end(): Checksum {
    if (!this.#begun) throw malformed('it is shorter than any dump')
    if (this.#tail[0] !== END_MARKER) throw malformed('its end marker is missing: it was cut short')
    this.#crc.update(this.#tail, 0, 1)
    const checksum = this.#tail.subarray(1)
    if (checksum.equals(Buffer.alloc(CHECKSUM_BYTES))) return 'none'
    if (checksum.equals(this.#crc.digest())) return 'right'
    throw malformed('its checksum is wrong')
  }

  #addFew(bytes: Buffer): void {
    const all = Buffer.concat([this.#tail, bytes])
    if (!this.#begun && all.length >= MAGIC_BYTES) {
      readMagic(all.subarray(0, MAGIC_BYTES))
      this.#begun = true
    }
    const settled = this.#begun ? Math.max(0, all.length - TRAILER_BYTES) : 0
    this.#crc.update(all, 0, settled)
    this.#tail = Buffer.from(all.subarray(settled))
  }
}
