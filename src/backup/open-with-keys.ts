import { isLifeboatError, type LifeboatError } from '../core/errors.ts'
import type { Manifest } from '../core/manifest.ts'
import { openParts, type OpenedParts } from './open-parts.ts'
import { partSource } from './part-reader.ts'
import type { VerifyJob } from './verify.ts'
import type { VolumeCheck } from './volume-check.ts'

export interface Opening extends OpenedParts {
  /** Whether the seals were opened, or there were none. */
  readonly opened: boolean
  /** Why the keys at hand do not open this backup; its bytes can be compared all the same. */
  readonly keyError?: LifeboatError
}

/** Opens the parts as far as the keys at hand allow it. */
export async function openWithKeys(
  { encryption, engine, policy, context }: VerifyJob,
  manifest: Manifest,
  volumes: VolumeCheck,
): Promise<Opening> {
  const sealed = manifest.parts.some(({ seal }) => seal === 'age')
  const keys = sealed ? await encryption.identities() : []
  if (sealed && keys.length === 0) {
    return unopened('No secret key was at hand, so the seals were not opened and the parts not parsed.')
  }
  const opening = { identities: async () => keys, context }
  const parts = partSource(manifest, (part) => volumes.open(part), opening)
  const { disclosure } = policy
  try {
    return { opened: true, ...(await openParts({ manifest, parts, engine, disclosure, context })) }
  } catch (error) {
    if (!isLifeboatError(error, 'identity-wrong') && !isLifeboatError(error, 'identity-missing')) throw error
    return { ...unopened('The secret keys at hand do not open this backup.'), keyError: error }
  }
}

function unopened(limitation: string): Opening {
  return { opened: false, parsed: false, checks: [], limitations: [limitation], complaints: [] }
}
