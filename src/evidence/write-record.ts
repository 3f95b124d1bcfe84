import { isLifeboatError, LifeboatError } from '../core/errors.ts'
import { KEYS } from '../core/manifest.ts'
import type { EvidenceRecord } from '../core/record.ts'
import type { StoreWriter } from '../core/store.ts'
import { canonicalBytes, sha256Hex } from './canonical.ts'
import { checkRecord } from './schema/record-schema.ts'
import { readObject } from './read-object.ts'

/**
 * Writes a record in its canonical form, create-only, and returns its digest. Writing the same record again is not an error.
 * Throws `evidence-undelivered` when the store did not take it, `unexpected` when the record does not fit its schema.
 */
export async function writeRecord(
  store: StoreWriter,
  record: EvidenceRecord,
): Promise<{ readonly key: string; readonly sha256: string }> {
  checkRecord(record)
  const bytes = canonicalBytes(record)
  const written = { key: KEYS.record(record.id), sha256: sha256Hex(bytes) }
  try {
    await store.put(written.key, bytes)
    return written
  } catch (error) {
    if (isLifeboatError(error, 'cancelled')) throw error
    if (isLifeboatError(error, 'object-exists') && (await holds(store, written))) return written
    throw undelivered(store, written.key, error)
  }
}

async function holds(
  store: StoreWriter,
  written: { readonly key: string; readonly sha256: string },
): Promise<boolean> {
  return sha256Hex(await readObject(store, written.key)) === written.sha256
}

function undelivered(store: StoreWriter, key: string, cause: unknown): LifeboatError {
  return new LifeboatError({
    code: 'evidence-undelivered',
    what: `The record ${key} could not be written to store ${store.name}`,
    why: cause instanceof Error ? cause.message : String(cause),
    fix: 'make the store writable and run again; what this run did has no record',
    cause,
  })
}
