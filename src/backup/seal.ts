import { createCipheriv, createSecretKey, randomBytes } from 'node:crypto'
import { Transform } from 'node:stream'
import { Encrypter } from 'age-encryption'
import { LifeboatError } from '../core/errors.ts'
import { AGE_PAYLOAD, chunkNonce, payloadKey } from './age-payload.ts'
import { ByteQueue } from './byte-queue.ts'

const { chunkBytes, tagBytes, nonceBytes } = AGE_PAYLOAD

/**
 * Encrypts a stream into one age file that each recipient (`age1…`) alone can open.
 * Throws `config-invalid` for a recipient that is none.
 */
export function seal(recipients: readonly string[]): Transform {
  const encrypter = encrypterFor(recipients)
  const pending = new ByteQueue()
  let encrypt: (isLast: boolean) => Buffer[]
  return new Transform({
    construct(done) {
      startFile(encrypter).then(({ start, key }) => {
        encrypt = chunkEncrypter(pending, key)
        this.push(start)
        done()
      }, done)
    },
    transform(chunk: Buffer, _encoding, done) {
      pending.push(chunk)
      // A full chunk waits for what follows it: only then is it known not to be the last.
      while (pending.length > chunkBytes) for (const piece of encrypt(false)) this.push(piece)
      done()
    },
    flush(done) {
      for (const piece of encrypt(true)) this.push(piece)
      done()
    },
  })
}

function encrypterFor(recipients: readonly string[]): Encrypter {
  if (recipients.length === 0) throw new Error('sealing needs a recipient')
  const encrypter = new Encrypter()
  for (const recipient of recipients) {
    try {
      encrypter.addRecipient(recipient)
    } catch (cause) {
      throw new LifeboatError({
        code: 'config-invalid',
        what: `${recipient} is not an age recipient`,
        fix: 'use a public key that age-keygen or `lifeboat keys new` printed: age1…',
        cause,
      })
    }
  }
  return encrypter
}

/**
 * The library encrypts nothing, so that its output is the header and an empty payload; a recipient of our own learns the file key.
 * The payload gets a new nonce, because that key has sealed the empty one.
 */
async function startFile(encrypter: Encrypter): Promise<{ start: Buffer; key: Uint8Array }> {
  let fileKey = new Uint8Array()
  encrypter.addRecipient({
    wrapFileKey: (key) => {
      fileKey = Uint8Array.from(key)
      return []
    },
  })
  const empty = await encrypter.encrypt(new Uint8Array())
  const header = empty.subarray(0, empty.length - nonceBytes - tagBytes)
  // Never from an injected source: a repeated nonce would break the seal.
  const nonce = randomBytes(nonceBytes)
  return { start: Buffer.concat([header, nonce]), key: payloadKey(fileKey, nonce) }
}

/** Each call seals the next chunk of what is pending; pieces are not joined, because copying them costs a third of the speed. */
function chunkEncrypter(pending: ByteQueue, key: Uint8Array): (isLast: boolean) => Buffer[] {
  const secret = createSecretKey(key)
  let number = 0
  return (isLast) => {
    const nonce = chunkNonce(number++, isLast)
    const cipher = createCipheriv(AGE_PAYLOAD.cipher, secret, nonce, { authTagLength: tagBytes })
    const pieces = pending.take(isLast ? pending.length : chunkBytes).map((piece) => cipher.update(piece))
    cipher.final()
    return [...pieces, cipher.getAuthTag()]
  }
}
