import type { EvidenceRecord } from '../core/record.ts'

/** A record as it was found, with what identifies it for whoever checks. */
export interface KnownRecord<R extends EvidenceRecord = EvidenceRecord> {
  readonly record: R
  /** Of its bytes, lower-case hex. */
  readonly sha256: string
  /** Whether the ledger holds it. */
  readonly published: boolean
}

type OfKind<K extends EvidenceRecord['kind']> = Extract<EvidenceRecord, { readonly kind: K }>

/** What was known at `asOf` (milliseconds), oldest first: the order in which records are given says nothing. */
export function knownAt(records: readonly KnownRecord[], asOf: number): readonly KnownRecord[] {
  return records
    .filter(({ record }) => Date.parse(record.finishedAt) <= asOf)
    .toSorted((a, b) => compareTexts(orderOf(a), orderOf(b)))
}

export function ofKind<K extends EvidenceRecord['kind']>(
  records: readonly KnownRecord[],
  kind: K,
): readonly KnownRecord<OfKind<K>>[] {
  return records.filter((known): known is KnownRecord<OfKind<K>> => known.record.kind === kind)
}

/** By bytes, not by locale, so that every machine sorts alike. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function orderOf({ record }: KnownRecord): string {
  return `${new Date(record.finishedAt).toISOString()} ${record.id}`
}
