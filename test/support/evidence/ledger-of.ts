import type { EvidenceRecord } from '../../../src/core/record.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import { canonicalBytes, sha256Hex } from '../../../src/evidence/canonical.ts'
import type { LedgerReader } from '../../../src/evidence/ledger/read-ledger.ts'

/** A published ledger that holds these records. */
export function ledgerOf(records: readonly EvidenceRecord[]): LedgerReader {
  const published = records.map((record) => {
    const { id, kind, target } = record
    const bytes = canonicalBytes(record)
    return { entry: { id, kind, target, path: KEYS.record(id), sha256: sha256Hex(bytes) }, bytes }
  })
  const byId = new Map(published.map((each) => [each.entry.id, each]))
  return {
    location: 'a test',
    head: undefined,
    entries: new Map(published.map(({ entry }) => [entry.id, entry])),
    read: async (id) => byId.get(id)?.bytes,
    readAll: async function* readAll(ids) {
      yield* published.filter(({ entry }) => ids?.has(entry.id) ?? true)
    },
  }
}
