import type { Capture } from '../../../../src/core/engine.ts'
import type { Fingerprint } from '../../../../src/core/fingerprint.ts'

/** The fingerprint of a capture that was asked for one. */
export function fingerprintOf({ fingerprint }: Pick<Capture, 'fingerprint'>): Fingerprint {
  if (fingerprint === undefined) throw new Error('the capture has no fingerprint')
  return fingerprint
}
