import { LifeboatError } from '../../../core/errors.ts'

/** Points that cannot be read are never equal to anything. */
export function malformed(why: string): LifeboatError {
  return new LifeboatError({
    code: 'fingerprint-malformed',
    what: 'qdrant answered a scroll with something that cannot be digested',
    why,
  })
}
