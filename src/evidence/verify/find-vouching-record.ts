import { isId } from '../../core/identifiers.ts'
import { isLifeboatError } from '../../core/errors.ts'
import { KEYS } from '../../core/manifest.ts'
import type { StoreReader } from '../../core/store.ts'
import { complainOfPlace } from '../complain-of-place.ts'
import { readObject } from '../read-object.ts'
import { parseRecord } from '../schema/record-schema.ts'
import type { Finding } from './finding.ts'

export interface Vouched {
  /** Undefined when no record vouches for the manifest. */
  readonly manifestSha256?: string
  readonly findings: readonly Finding[]
}

/** What the store's own record says of a manifest that no published record speaks of: a backup newer than the last collect. */
export async function findVouchingRecord(
  store: StoreReader,
  manifest: { readonly key: string; readonly target: string; readonly id: string },
): Promise<Vouched> {
  const { key, target, id } = manifest
  const unanchored: Finding = {
    code: 'unanchored',
    what: `no record vouches for ${key} in store ${store.name}: it may be forged`,
  }
  const bytes = isId(id) ? await readIfThere(store, KEYS.record(id)) : undefined
  if (bytes === undefined) return { findings: [unanchored] }
  const parsed = parseRecord(bytes)
  const complaint = 'record' in parsed ? complainOfPlace(parsed.record, id) : parsed.complaint
  if (complaint !== undefined) {
    const what = `${KEYS.record(id)} in store ${store.name} cannot be trusted: ${complaint}`
    return { findings: [{ code: 'record-altered', what }, unanchored] }
  }
  const record = 'record' in parsed ? parsed.record : undefined
  if (record?.kind !== 'backup' || record.target !== target || record.backup === undefined) {
    return { findings: [unanchored] }
  }
  return { manifestSha256: record.backup.manifestSha256, findings: [] }
}

async function readIfThere(store: StoreReader, key: string): Promise<Buffer | undefined> {
  try {
    return await readObject(store, key)
  } catch (error) {
    if (isLifeboatError(error, 'object-absent')) return undefined
    throw error
  }
}
