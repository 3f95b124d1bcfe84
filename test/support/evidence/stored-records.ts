import { newId } from '../../../src/core/identifiers.ts'
import type { BackupReference, EvidenceRecord } from '../../../src/core/record.ts'
import type { StoreReader, StoreWriter } from '../../../src/core/store.ts'
import { readObject } from '../../../src/evidence/read-object.ts'
import { writeRecord } from '../../../src/evidence/write-record.ts'
import { systemClock, systemRandom } from '../../../src/runtime/clock.ts'
import { keysOf } from '../keys-of.ts'
import { drillRecord } from './records.ts'

/** Every record of a kind in a store, in the order in which they were finished. */
export async function readRecordsOf<K extends EvidenceRecord['kind']>(
  store: StoreReader,
  kind: K,
): Promise<readonly Extract<EvidenceRecord, { readonly kind: K }>[]> {
  const keys = await keysOf(store, 'evidence/')
  const records = await Promise.all(
    keys.map(async (key) => JSON.parse((await readObject(store, key)).toString('utf8')) as EvidenceRecord),
  )
  return records
    .filter((record): record is Extract<EvidenceRecord, { readonly kind: K }> => record.kind === kind)
    .toSorted((a, b) => Date.parse(a.finishedAt) - Date.parse(b.finishedAt))
}

/** What a drill of now that proves this backup of `books` leaves in the store; returns its id. */
export async function writeProof(store: StoreWriter, backup: BackupReference): Promise<string> {
  const id = newId(systemClock, systemRandom)
  const now = systemClock.now().toISOString()
  await writeRecord(store, {
    ...drillRecord(1),
    id,
    startedAt: now,
    finishedAt: now,
    target: 'books',
    backup,
  })
  return id
}
