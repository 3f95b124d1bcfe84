import type { Fingerprint } from '../core/fingerprint.ts'
import type { Manifest } from '../core/manifest.ts'
import type { BackupRecord, RecordBase } from '../core/record.ts'
import { keyedDigest, publishDatasets, type DisclosureOptions } from '../evidence/publish-datasets.ts'
import type { CapturedParts } from './capture-parts.ts'
import { basesOf } from './delegated/bases.ts'
import { storedBytesOf } from './stored-bytes.ts'

/** What a succeeded backup's record holds besides its base. */
export type TakenFacts = Omit<BackupRecord, keyof RecordBase | 'kind' | 'recipients'>

/** What may be published of a capture and its stored parts. */
export function factsOf(
  { capture, parts, delegated }: CapturedParts,
  disclosure: DisclosureOptions,
): Omit<TakenFacts, 'backup' | 'availableAt'> {
  const volumes = parts.flatMap((part) => part.volumes)
  const bases = basesOf({ delegated })
  return {
    ...(bases.length === 0 ? {} : { bases }),
    server: capture.identity,
    consistency: capture.consistency,
    storedBytes: storedBytesOf({ parts, delegated }),
    ...(delegated.length === 0
      ? {}
      : { delegatedBytes: delegated.reduce((sum, { bytes }) => sum + bytes, 0) }),
    partCount: parts.length + delegated.length,
    volumeCount: delegated.reduce((sum, { objects }) => sum + objects, volumes.length),
    ...publishedFingerprint(capture.fingerprint, disclosure),
  }
}

/** What a fingerprint can prove. */
export function provable({
  origin,
  coverage,
}: Fingerprint): Pick<NonNullable<Manifest['fingerprint']>, 'origin' | 'coverage'> {
  return { origin, coverage: coverage.kind }
}

function publishedFingerprint(
  fingerprint: Fingerprint | undefined,
  disclosure: DisclosureOptions,
): Pick<TakenFacts, 'fingerprint' | 'schemaKeyedDigest'> {
  if (fingerprint === undefined) return {}
  const published = { ...publishDatasets(fingerprint, disclosure), ...provable(fingerprint) }
  const { key } = disclosure
  if (key === undefined) return { fingerprint: published }
  return { fingerprint: published, schemaKeyedDigest: keyedDigest(key, fingerprint.schema.digest) }
}
