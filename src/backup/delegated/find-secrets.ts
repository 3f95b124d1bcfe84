import { LifeboatError } from '../../core/errors.ts'
import type { StoreAddress } from '../../core/store.ts'

/** Longer than any key with what surrounds it, so that none is cut in two unnoticed. */
const OVERLAP_BYTES = 4096

/** Searches bytes that flow by for what must not be among them. */
export class SecretSearch {
  readonly #texts: readonly string[]
  readonly #pattern: RegExp | undefined
  #tail = ''

  constructor(texts: readonly string[], pattern: RegExp | undefined) {
    this.#texts = texts
    this.#pattern = pattern
  }

  /** Whether this piece, or the seam to the one before, holds any of it. */
  finds(chunk: Buffer): boolean {
    const text = this.#tail + chunk.toString('latin1')
    this.#tail = text.slice(-OVERLAP_BYTES)
    return this.#texts.some((secret) => text.includes(secret)) || this.#pattern?.test(text) === true
  }
}

/** The secret halves of the login with which Lifeboat itself opens the store. */
export async function secretsOf(address: StoreAddress): Promise<readonly string[]> {
  if (address.kind !== 's3') return []
  const login = await address.login()
  const { secretAccessKey, sessionToken } = login ?? {}
  return [secretAccessKey, sessionToken]
    .map((secret) => secret?.reveal() ?? '')
    .filter((secret) => secret !== '')
    .map((secret) => Buffer.from(secret).toString('latin1'))
}

export function keyInClear(key: string): LifeboatError {
  return new LifeboatError({
    code: 'capture-failed',
    what: `the server wrote a key of the store in clear into ${key}`,
    why: 'it was given the key itself instead of the name of a collection that holds it',
    fix: 'replace that key now, remove what was written with lifeboat sweep, and let the server use a named collection',
  })
}
