import type { Capture, Probe } from '../core/engine.ts'
import type { Encryption, Target } from '../core/target.ts'

const TOLERATED_SKEW_MS = 60_000

/** What the login cannot see, and clocks so far apart that ages computed from both are wrong. */
export function probeLimitations({ missing, serverTime }: Probe, now: Date): readonly string[] {
  const skewMs = serverTime.getTime() - now.getTime()
  if (Math.abs(skewMs) <= TOLERATED_SKEW_MS) return missing
  const seconds = Math.round(Math.abs(skewMs) / 1000)
  const direction = skewMs > 0 ? 'ahead of' : 'behind'
  return [
    ...missing,
    `The server's clock is ${seconds} s ${direction} this computer's, so ages between the two are wrong by as much.`,
  ]
}

/** What a capture leaves unproven or open, by its engine or by the configuration. */
export function captureLimitations(
  job: { readonly target: Target; readonly encryption: Encryption },
  capture: Capture,
): readonly string[] {
  const unsealed = 'The backup is not encrypted: no recipient is configured.'
  const unprovable = job.target.settings.fingerprint
    ? 'The engine gave no fingerprint, so no drill can prove this backup.'
    : 'No fingerprint was taken, as configured, so no drill can prove this backup.'
  return [
    ...capture.limitations,
    ...(capture.fingerprint === undefined ? [unprovable] : []),
    ...(job.encryption.recipients.length === 0 ? [unsealed] : []),
  ]
}
