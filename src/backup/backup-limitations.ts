import type { Probe } from '../core/engine.ts'
import type { Encryption, Target } from '../core/target.ts'
import type { RunLog } from '../evidence/run-log.ts'
import type { CapturedParts } from './capture-parts.ts'

const TOLERATED_SKEW_MS = 60_000
const UNSEALED = 'The backup is not encrypted: no recipient is configured.'
const UNPROVABLE = 'The engine gave no fingerprint, so no drill can prove this backup.'
const UNPRINTED = 'No fingerprint was taken, as configured, so no drill can prove this backup.'
const DELEGATED =
  'What the server wrote by itself is not sealed by Lifeboat, and nothing kept it from replacing what it had written.'
const OPAQUE =
  "The store's tags are no digests of what the server wrote: only a restore drill compares that content, all else its sizes and tags."
const SKEWED =
  /^The server's clock is \d+ s (ahead of|behind) this computer's, so ages between the two are wrong by as much\.$/

const OWN_SENTENCES: ReadonlySet<string> = new Set([UNSEALED, UNPROVABLE, UNPRINTED, DELEGATED, OPAQUE])

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
  { capture, delegated }: Pick<CapturedParts, 'capture' | 'delegated'>,
): readonly string[] {
  const unprovable = job.target.settings.fingerprint ? UNPROVABLE : UNPRINTED
  return [
    ...capture.limitations,
    ...(capture.fingerprint === undefined ? [unprovable] : []),
    ...(job.encryption.recipients.length === 0 ? [UNSEALED] : []),
    ...(delegated.length > 0 ? [DELEGATED] : []),
    ...(delegated.some(({ tags }) => tags === 'opaque') ? [OPAQUE] : []),
  ]
}

/** Notes a backup's limitations, also those read back from its manifest: what the engine said may name what the database holds. */
export function noteLimitations(sentences: Iterable<string>, log: RunLog): void {
  for (const sentence of sentences) {
    if (OWN_SENTENCES.has(sentence) || SKEWED.test(sentence)) log.limitation(sentence)
    else log.named(sentence)
  }
}
