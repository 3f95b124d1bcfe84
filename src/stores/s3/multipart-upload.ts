import type { CompletedPart, UploadPartCommandOutput } from '@aws-sdk/client-s3'
import {
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  HeadObjectCommand,
  UploadPartCommand,
} from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import type { Receipt } from '../../core/store.ts'
import type { Block } from '../../runtime/blocks.ts'
import { StoreError } from '../store-error.ts'
import { abortUpload } from './abort-uploads.ts'
import { addressOf, type Bucket, explained, keeping } from './bucket.ts'
import { confirmReceipt } from './confirm.ts'
import { attemptsOf, isTaken, nameOf } from './failure.ts'
import { retryConflicts, retryTransient } from './retry.ts'
import { streamSlices } from './stream-slices.ts'

/** Begins an upload in parts; nothing is visible before `complete`. */
export async function beginMultipart(
  bucket: Bucket,
  key: string,
  signal: AbortSignal | undefined,
): Promise<MultipartUpload> {
  const attempt = { doing: `Beginning the upload of ${key} to`, location: bucket.location, key }
  const request = { ...addressOf(bucket, key), ...keeping(bucket), ChecksumAlgorithm: 'SHA256' as const }
  // Not abortable: an upload whose id never arrived could not be ended.
  const { UploadId: id = '' } = await explained(attempt, () =>
    bucket.client.send(new CreateMultipartUploadCommand(request)),
  )
  return new MultipartUpload(bucket, { key, id, signal })
}

interface Identity {
  readonly key: string
  readonly id: string
  readonly signal: AbortSignal | undefined
}

export class MultipartUpload {
  /** Why the first part that could not be sent was not; undefined while all are well. */
  failure: unknown
  readonly #bucket: Bucket
  readonly #identity: Identity
  readonly #address: { readonly Bucket: string; readonly Key: string; readonly UploadId: string }
  readonly #stop = new AbortController()
  readonly #signal: AbortSignal
  readonly #whole = createHash('sha256')
  readonly #composite = createHash('sha256')
  readonly #sending: Promise<CompletedPart>[] = []
  #bytes = 0

  constructor(bucket: Bucket, identity: Identity) {
    this.#bucket = bucket
    this.#identity = identity
    this.#address = { ...addressOf(bucket, identity.key), UploadId: identity.id }
    this.#signal = AbortSignal.any([
      this.#stop.signal,
      ...(identity.signal === undefined ? [] : [identity.signal]),
    ])
  }

  /** Sends one part in the background and releases its block; settles when the service has verified it. */
  async send(block: Block): Promise<void> {
    const number = this.#sending.length + 1
    const digest = createHash('sha256').update(block.bytes).digest()
    this.#whole.update(block.bytes)
    this.#composite.update(digest)
    this.#bytes += block.bytes.length
    const sent = this.#sendPart(number, block.bytes, digest.toString('base64'))
    this.#sending.push(sent)
    try {
      await sent
    } catch (error) {
      // Parts that were stopped because of a failure are not its cause.
      if (!this.#stop.signal.aborted) this.failure = error
      this.#stop.abort()
      throw error
    } finally {
      block.release()
    }
  }

  /** Makes the object out of its parts, only where none is. Not abortable: its outcome would not be known. */
  async complete(): Promise<Receipt> {
    const { key, signal } = this.#identity
    const parts = await Promise.all(this.#sending)
    signal?.throwIfAborted()
    const expected = `${this.#composite.digest('base64')}-${parts.length}`
    const attempt = { doing: `Completing the upload of ${key} to`, location: this.#bucket.location, key }
    const confirmed = await explained(attempt, () => this.#join(parts, expected))
    return await confirmReceipt(
      this.#bucket,
      { key, bytes: this.#bytes, sha256: this.#whole.digest('hex') },
      { by: 'sha256-composite', expected, confirmed },
    )
  }

  /** Ends the upload without an object. What cannot be ended now, `abortUploads` finds later. */
  async abort(): Promise<void> {
    this.#stop.abort()
    // A part that arrives after the abort would stay and be paid for.
    await Promise.allSettled(this.#sending)
    await abortUpload(this.#bucket, this.#identity.key, this.#identity.id).catch(() => undefined)
  }

  async #sendPart(number: number, bytes: Buffer, checksum: string): Promise<CompletedPart> {
    const { key } = this.#identity
    const { client, location, maxParts } = this.#bucket
    if (number > maxParts) throw tooManyParts(key, location, maxParts)
    const attempt = { doing: `Writing part ${number} of ${key} to`, location, key }
    const part = { PartNumber: number, ChecksumSHA256: checksum }
    const request = { ...this.#address, ...part, ContentLength: bytes.length }
    const send = (): Promise<UploadPartCommandOutput> =>
      client.send(new UploadPartCommand({ ...request, Body: streamSlices(bytes) }), {
        abortSignal: this.#signal,
      })
    const answer = await retryTransient(() => explained(attempt, send), this.#signal)
    return { ...part, ETag: answer.ETag }
  }

  async #join(parts: CompletedPart[], expected: string): Promise<string | undefined> {
    const request = { ...this.#address, IfNoneMatch: '*', MultipartUpload: { Parts: parts } }
    try {
      const answer = await retryConflicts(() =>
        this.#bucket.client.send(new CompleteMultipartUploadCommand(request)),
      )
      return answer.ChecksumSHA256
    } catch (error) {
      // Sent more than once: the refusal may be the service's answer to the second try of a completed upload.
      const isDoubtful = attemptsOf(error) > 1 && (isTaken(error) || nameOf(error) === 'NoSuchUpload')
      if (isDoubtful && (await this.#isOurs(expected))) return expected
      throw error
    }
  }

  async #isOurs(expected: string): Promise<boolean> {
    const request = { ...addressOf(this.#bucket, this.#identity.key), ChecksumMode: 'ENABLED' as const }
    const found = await this.#bucket.client.send(new HeadObjectCommand(request)).catch(() => undefined)
    return found?.ContentLength === this.#bytes && found.ChecksumSHA256 === expected
  }
}

function tooManyParts(key: string, location: string, maxParts: number): StoreError {
  return new StoreError('permanent', {
    code: 'not-supported',
    what: `${key} needs more than the ${maxParts} parts that ${location} allows for one object`,
    fix: 'Make volumes smaller (`volumeSize` of the target) or parts larger (`partSize` of the store).',
  })
}
