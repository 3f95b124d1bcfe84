import pLimit from 'p-limit'
import { KEYS } from '../../core/manifest.ts'
import type { StoredObject, StoreReader } from '../../core/store.ts'
import { digestObject } from '../digest-object.ts'
import type { LedgerEntry } from '../schema/ledger-schema.ts'
import type { Finding } from './finding.ts'

const READS_AT_ONCE = 8

export interface CheckedStoredRecords {
  readonly findings: readonly Finding[]
  /** How many published records were found in the store and compared. */
  readonly compared: number
}

/** Compares a store's copies of the published records with the digests that the ledger entered. */
export async function checkStoredRecords(
  store: StoreReader,
  entries: readonly LedgerEntry[],
): Promise<CheckedStoredRecords> {
  const published = new Map(entries.map((entry) => [KEYS.record(entry.id), entry]))
  const copies: { readonly object: StoredObject; readonly entry: LedgerEntry }[] = []
  for await (const object of store.list(KEYS.records())) {
    const entry = published.get(object.key)
    if (entry !== undefined) copies.push({ object, entry })
  }
  const findings = await pLimit(READS_AT_ONCE).map(copies, async ({ object: { key }, entry }) =>
    (await digestObject(store, key)) === entry.sha256 ? [] : [altered(store, key)],
  )
  return { findings: findings.flat(), compared: copies.length }
}

function altered(store: StoreReader, key: string): Finding {
  return {
    code: 'record-altered',
    what: `${key} in store ${store.name} is not the record that was published`,
  }
}
