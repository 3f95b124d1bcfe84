import { createDecipheriv } from 'node:crypto'
import { Transform } from 'node:stream'
import type { LifeboatError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'
import { malformedSeal, openHeader, startOfPayload } from './age-header.ts'
import { AGE_PAYLOAD, chunkNonce, payloadKey } from './age-payload.ts'
import { ByteQueue } from './byte-queue.ts'

const { chunkBytes, tagBytes, nonceBytes } = AGE_PAYLOAD
const SEALED_CHUNK_BYTES = chunkBytes + tagBytes
const MAX_HEADER_BYTES = 1024 * 1024

/**
 * Decrypts one age file. No byte comes out before the tag of its chunk was checked, and the stream ends only after the chunk
 * that is marked as the last. Fails with `identity-missing`, `identity-wrong` or `part-malformed`.
 */
export function unseal(identities: readonly Secret[]): Transform {
  const file = new AgeFile(identities, (piece) => output.push(piece))
  const output = new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      file.write(chunk).then(() => done(), done)
    },
    flush: (done) => {
      file.end().then(() => done(), done)
    },
  })
  return output
}

class AgeFile {
  readonly #identities: readonly Secret[]
  readonly #output: (piece: Buffer) => void
  readonly #pending = new ByteQueue()
  #opened = 0
  #head = Buffer.alloc(0)
  #key: Uint8Array | undefined

  constructor(identities: readonly Secret[], output: (piece: Buffer) => void) {
    this.#identities = identities
    this.#output = output
  }

  async write(chunk: Buffer): Promise<void> {
    if (this.#key === undefined) await this.#readHead(chunk)
    else this.#pending.push(chunk)
    // A full chunk waits for what follows it: only then is it known not to be the last.
    while (this.#key !== undefined && this.#pending.length > SEALED_CHUNK_BYTES) {
      this.#open(this.#key, false)
    }
  }

  async end(): Promise<void> {
    if (this.#key === undefined) throw malformedSeal('it ends within its header')
    this.#open(this.#key, true)
  }

  async #readHead(chunk: Buffer): Promise<void> {
    this.#head = Buffer.concat([this.#head, chunk])
    const payload = startOfPayload(this.#head)
    if (payload === undefined) {
      if (this.#head.length > MAX_HEADER_BYTES) throw malformedSeal('it has no age header')
      return
    }
    const header = this.#head.subarray(0, payload - nonceBytes)
    const fileKey = await openHeader(header, this.#identities)
    this.#key = payloadKey(fileKey, this.#head.subarray(header.length, payload))
    this.#pending.push(this.#head.subarray(payload))
  }

  #open(key: Uint8Array, isLast: boolean): void {
    const sealed = Buffer.concat(this.#pending.take(isLast ? this.#pending.length : SEALED_CHUNK_BYTES))
    const number = this.#opened++
    const content = decrypt(sealed, key, chunkNonce(number, isLast))
    if (content === undefined) throw this.#explain(sealed, { key, number, isLast })
    if (content.length === 0 && number > 0) throw malformedSeal('its last chunk is empty')
    this.#output(content)
  }

  /** A full chunk that fits with the other mark is authentic: then bytes are missing behind it, or too many. */
  #explain(sealed: Buffer, tried: { key: Uint8Array; number: number; isLast: boolean }): LifeboatError {
    const { key, number, isLast } = tried
    if (sealed.length < tagBytes) return malformedSeal('it ends within a chunk')
    const content =
      sealed.length === SEALED_CHUNK_BYTES ? decrypt(sealed, key, chunkNonce(number, !isLast)) : undefined
    if (content === undefined) return malformedSeal(`chunk ${number} was altered or cut`)
    this.#output(content)
    return malformedSeal(isLast ? 'its end is missing' : 'bytes follow its end')
  }
}

/** One chunk's content, undefined when its tag does not fit. */
function decrypt(sealed: Buffer, key: Uint8Array, nonce: Buffer): Buffer | undefined {
  if (sealed.length < tagBytes) return undefined
  const decipher = createDecipheriv(AGE_PAYLOAD.cipher, key, nonce, { authTagLength: tagBytes })
  const content = decipher.update(sealed.subarray(0, -tagBytes))
  decipher.setAuthTag(sealed.subarray(-tagBytes))
  try {
    decipher.final()
    return content
  } catch {
    return undefined
  }
}
