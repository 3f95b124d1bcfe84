import { Decrypter, type Identity } from 'age-encryption'
import { LifeboatError } from '../core/errors.ts'
import type { Secret } from '../core/secret.ts'

/** The secret keys of one age file's reader, and whether the last attempt found none that fits. */
export interface KeyRing {
  readonly decrypter: Decrypter
  noneFitted(): boolean
}

/**
 * Reads secret keys as age-keygen writes them: `AGE-SECRET-KEY-…` lines among comments.
 * Throws `identity-missing` when there is none, `identity-wrong` when one is malformed.
 */
export function openKeyRing(secrets: readonly Secret[]): KeyRing {
  const lines = secrets.flatMap((secret) => secret.reveal().split('\n'))
  const identities = lines.map((line) => line.trim()).filter((line) => line !== '' && !line.startsWith('#'))
  if (identities.length === 0) throw missing()
  const decrypter = new Decrypter()
  for (const identity of identities) addIdentity(decrypter, identity)
  let noneFitted = false
  // The library asks one after the other, so this is reached only when no real one fitted.
  const last: Identity = {
    unwrapFileKey: () => {
      noneFitted = true
      return null
    },
  }
  decrypter.addIdentity(last)
  return { decrypter, noneFitted: () => noneFitted }
}

function addIdentity(decrypter: Decrypter, identity: string): void {
  try {
    decrypter.addIdentity(identity)
  } catch {
    // The library's message could repeat the key, so it is not kept as the cause.
    throw new LifeboatError({
      code: 'identity-wrong',
      what: 'a secret key is malformed',
      fix: 'give the whole line that begins with AGE-SECRET-KEY-',
    })
  }
}

function missing(): LifeboatError {
  return new LifeboatError({
    code: 'identity-missing',
    what: 'the backup is sealed and no secret key was given',
    fix: 'configure encryption.identities with a reference to one of the keys it was sealed for',
  })
}
