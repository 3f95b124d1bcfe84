import { createHmac } from 'node:crypto'
import type { Fingerprint } from '../core/fingerprint.ts'
import type { PublishedDataset, PublishedDatasets } from '../core/record.ts'
import type { Secret } from '../core/secret.ts'
import { WITHHELD } from './publish-checks.ts'

const PSEUDONYM_HEX_DIGITS = 16

export interface EvidenceKey {
  readonly id: string
  readonly secret: Secret
}

/** What may be published of names, counts and digests. */
export interface DisclosureOptions {
  readonly disclosure: PublishedDatasets['disclosure']
  readonly key: EvidenceKey | undefined
}

/**
 * The datasets of a fingerprint as they may be published.
 * `full`: names, exact counts, keyed digests. `pseudonymous`: the same with keyed pseudonyms for names; counts stay exact, so
 * whoever must hide sizes takes `totals`: only the sums. Pseudonyms need the key: without one `totals` is published instead.
 */
export function publishDatasets(fingerprint: Fingerprint, options: DisclosureOptions): PublishedDatasets {
  const disclosure = effectiveDisclosure(options)
  const { datasets } = fingerprint
  return {
    disclosure,
    ...(options.key === undefined ? {} : { keyId: options.key.id }),
    datasetCount: datasets.length,
    itemCount: datasets.reduce((sum, dataset) => sum + dataset.count, 0),
    datasets: disclosure === 'totals' ? [] : datasets.map((dataset) => publishDataset(dataset, options)),
  }
}

/** What `publishDatasets` cannot show under these options, one sentence each, for the record's limitations. */
export function disclosureLimitations({ disclosure, key }: DisclosureOptions): readonly string[] {
  if (key !== undefined) return []
  const digests =
    'No dataset digests are published, since no evidence key is configured; the comparison itself is not weaker.'
  if (disclosure !== 'pseudonymous') return [digests]
  return [digests, 'Only totals are published, since pseudonyms need an evidence key.']
}

/** The disclosure that these options allow: pseudonyms without a key would be guessable. */
export function effectiveDisclosure({ disclosure, key }: DisclosureOptions): PublishedDatasets['disclosure'] {
  return disclosure === 'pseudonymous' && key === undefined ? 'totals' : disclosure
}

/** A dataset's or object's name as it may be published; `(withheld)` under `totals`. */
export function publishName(name: string, options: DisclosureOptions): string {
  const disclosure = effectiveDisclosure(options)
  if (disclosure === 'full') return name
  if (disclosure === 'totals' || options.key === undefined) return WITHHELD
  return `~${hmac(options.key, `name\n${name}`).slice(0, PSEUDONYM_HEX_DIGITS)}`
}

/** HMAC-SHA-256 (hex) of `digest\n` and the digest: small tables could be guessed from a plain one. */
export function keyedDigest(key: EvidenceKey, digest: string): string {
  return hmac(key, `digest\n${digest}`)
}

function publishDataset(
  { name, kind, count, digest }: Fingerprint['datasets'][number],
  options: DisclosureOptions,
): PublishedDataset {
  const published = { name: publishName(name, options), kind, count }
  return options.key === undefined
    ? published
    : { ...published, keyedDigest: keyedDigest(options.key, digest) }
}

function hmac(key: EvidenceKey, text: string): string {
  return createHmac('sha256', key.secret.reveal()).update(text).digest('hex')
}
