import { createHash, type Hash } from 'node:crypto'
import { pipeline as connect, Transform, type Readable } from 'node:stream'
import type { TreeObject } from '../../core/delegation.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import type { DelegatedPart } from '../../core/manifest.ts'
import type { StoreReader } from '../../core/store.ts'

/** What S3 makes of an object that came in pieces: the MD5 of their MD5s, and their number. */
const COMPOSITE = /^[0-9a-f]{32}-\d+$/
const MD5 = /^[0-9a-f]{32}$/

/** An object of a tree, where it lies, and what its tag can prove. */
export interface StoredTreeObject extends TreeObject {
  readonly key: string
  readonly tags: DelegatedPart['tags']
}

/**
 * The bytes of an object, compared while they flow with size, SHA-256 and tag, as far as the inventory has them; fails with
 * `volume-absent` or `volume-altered`.
 */
export async function readTreeObject(object: StoredTreeObject, store: StoreReader): Promise<Readable> {
  const expected = object.tags === 'md5' ? object.tag : undefined
  try {
    const digests = new ContentDigests(
      expected === undefined ? undefined : await piecesOf(object.key, expected, store),
    )
    const content = await store.read(object.key)
    return connect(content, comparison(object, digests), () => undefined)
  } catch (cause) {
    if (!isLifeboatError(cause, 'object-absent')) throw cause
    throw absentObject(object.key, store, cause)
  }
}

function comparison(object: StoredTreeObject, digests: ContentDigests): Transform {
  let bytes = 0
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      bytes += chunk.length
      digests.update(chunk)
      done(null, chunk)
    },
    flush(done) {
      const why = difference(object, bytes, digests)
      done(why === undefined ? null : alteredObject(object.key, why))
    },
  })
}

function difference(object: StoredTreeObject, bytes: number, digests: ContentDigests): string | undefined {
  if (bytes !== object.bytes) return `${bytes} bytes are there instead of ${object.bytes}`
  if (object.sha256 !== undefined && digests.sha256() !== object.sha256) return 'its SHA-256 is another one'
  if (object.tags !== 'md5' || object.tag === undefined) return undefined
  return digests.tag(object.tag) === object.tag ? undefined : 'its MD5 is another one'
}

/** Bytes of the pieces that a tag is made of; none where it is the MD5 of the whole. */
export async function piecesOf(key: string, tag: string, store: StoreReader): Promise<readonly number[]> {
  return COMPOSITE.test(tag) ? ((await store.pieces?.(key)) ?? []) : []
}

/** SHA-256 of the whole, and MD5 as S3 computes its tags. */
export class ContentDigests {
  readonly #sha256 = createHash('sha256')
  readonly #whole = createHash('md5')
  readonly #pieces: readonly number[] | undefined
  readonly #finished: Buffer[] = []
  #piece: Hash = createHash('md5')
  #inPiece = 0

  /** `pieces`: bytes of each piece that a tag is made of, empty where it is of the whole; undefined where no tag is wanted. */
  constructor(pieces: readonly number[] | undefined) {
    this.#pieces = pieces
  }

  update(chunk: Buffer): void {
    this.#sha256.update(chunk)
    if (this.#pieces === undefined) return
    if (this.#pieces.length === 0) this.#whole.update(chunk)
    else this.#cut(chunk, this.#pieces)
  }

  sha256(): string {
    return this.#sha256.copy().digest('hex')
  }

  /** The tag that S3 would give this content, in the form of `like`. */
  tag(like: string): string {
    if (!COMPOSITE.test(like)) return this.#whole.copy().digest('hex')
    const all = [...this.#finished, ...(this.#inPiece > 0 ? [this.#piece.copy().digest()] : [])]
    return `${createHash('md5').update(Buffer.concat(all)).digest('hex')}-${all.length}`
  }

  #cut(chunk: Buffer, pieces: readonly number[]): void {
    for (let rest = chunk; rest.length > 0;) {
      const size = pieces[this.#finished.length] ?? Number.POSITIVE_INFINITY
      const taken = rest.subarray(0, size - this.#inPiece)
      this.#piece.update(taken)
      this.#inPiece += taken.length
      rest = rest.subarray(taken.length)
      if (this.#inPiece < size) continue
      this.#finished.push(this.#piece.digest())
      this.#piece = createHash('md5')
      this.#inPiece = 0
    }
  }
}

/** Whether a tag has a form that can be an MD5. */
export function looksLikeMd5(tag: string): boolean {
  return MD5.test(tag) || COMPOSITE.test(tag)
}

export function absentObject(key: string, store: StoreReader, cause?: unknown): LifeboatError {
  return new LifeboatError({
    code: 'volume-absent',
    what: `${key} is not in the store ${store.name}`,
    why: 'the inventory of what the server wrote lists it, so it was removed after the backup',
    fix: 'restore another backup, or another copy of this one',
    cause,
  })
}

export function alteredObject(key: string, why: string): LifeboatError {
  return new LifeboatError({
    code: 'volume-altered',
    what: `${key} is not what the server had written`,
    why,
    fix: 'restore another backup, or another copy of this one, and find out who or what changed this one',
  })
}
