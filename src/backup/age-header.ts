import { LifeboatError } from '../core/errors.ts'
import { AGE_PAYLOAD } from './age-payload.ts'
import { openKeyRing } from './identities.ts'
import type { Secret } from '../core/secret.ts'

/** Where the header and the nonce behind it end; undefined when they are not all there. */
export function startOfPayload(file: Buffer): number | undefined {
  const lastLine = file.indexOf('\n---')
  const end = lastLine < 0 ? -1 : file.indexOf('\n', lastLine + 1)
  if (end < 0) return undefined
  const payload = end + 1 + AGE_PAYLOAD.nonceBytes
  return payload <= file.length ? payload : undefined
}

/** The file key in a header, after its MAC was checked. Throws `identity-wrong` or `part-malformed`. */
export async function openHeader(header: Uint8Array, identities: readonly Secret[]): Promise<Uint8Array> {
  const keys = openKeyRing(identities)
  try {
    return await keys.decrypter.decryptHeader(header)
  } catch (cause) {
    if (!keys.noneFitted()) throw malformedSeal((cause as Error).message, cause)
    throw new LifeboatError({
      code: 'identity-wrong',
      what: 'the backup was sealed for other keys than those given',
      fix: 'give the secret key of one of the recipients that the manifest lists',
      cause,
    })
  }
}

export function malformedSeal(why: string, cause?: unknown): LifeboatError {
  return new LifeboatError({ code: 'part-malformed', what: 'the seal of a part is damaged', why, cause })
}
