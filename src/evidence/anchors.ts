import { isLifeboatError, LifeboatError } from '../core/errors.ts'
import { isId } from '../core/identifiers.ts'
import { KEYS } from '../core/manifest.ts'
import type { Anchor, BackupRecord } from '../core/record.ts'
import type { StoreReader } from '../core/store.ts'
import type { LedgerReader } from './ledger/read-ledger.ts'
import { parseRecord } from './schema/record-schema.ts'
import { complainOfPlace } from './complain-of-place.ts'
import { readObject } from './read-object.ts'

export interface AnchorSources {
  readonly store: StoreReader
  readonly ledger?: LedgerReader
}

export interface FoundAnchor {
  readonly anchor: Anchor
  /** Absent when `anchor` is `none`. */
  readonly manifestSha256?: string
  readonly record?: BackupRecord
}

/**
 * Finds the record that vouches for a backup's manifest: the published one, else the store's own.
 * Throws `record-altered` when a record is malformed or the two differ.
 */
export async function findAnchor(
  target: string,
  backupId: string,
  { store, ledger }: AnchorSources,
): Promise<FoundAnchor> {
  if (!isId(backupId)) return { anchor: 'none' }
  const published = await ledger?.read(backupId)
  const stored = await readStored(store, backupId)
  if (published !== undefined && stored !== undefined && !Buffer.from(published).equals(stored)) {
    throw altered(backupId, `the one in store ${store.name} differs from the published one`)
  }
  const bytes = published ?? stored
  if (bytes === undefined) return { anchor: 'none' }
  const record = backupRecord(backupId, bytes)
  if (record?.backup === undefined || record.target !== target) return { anchor: 'none' }
  return {
    anchor: published === undefined ? 'store' : 'ledger',
    manifestSha256: record.backup.manifestSha256,
    record,
  }
}

async function readStored(store: StoreReader, id: string): Promise<Buffer | undefined> {
  try {
    return await readObject(store, KEYS.record(id))
  } catch (error) {
    if (isLifeboatError(error, 'object-absent')) return undefined
    throw error
  }
}

/** The backup record that these bytes hold for this backup; undefined for a record of another kind. */
function backupRecord(id: string, bytes: Uint8Array): BackupRecord | undefined {
  const parsed = parseRecord(bytes)
  if ('complaint' in parsed) throw altered(id, parsed.complaint)
  const { record } = parsed
  const complaint = complainOfPlace(record, id)
  if (complaint !== undefined) throw altered(id, complaint)
  return record.kind === 'backup' ? record : undefined
}

function altered(id: string, why: string): LifeboatError {
  return new LifeboatError({
    code: 'record-altered',
    what: `The record of backup ${id} cannot be trusted`,
    why,
    fix: 'compare the store and the evidence branch: lifeboat evidence verify',
  })
}
