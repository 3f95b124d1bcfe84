import pLimit from 'p-limit'
import { isLifeboatError } from '../../core/errors.ts'
import { KEYS } from '../../core/manifest.ts'
import type { EvidenceRecord, PruneRecord } from '../../core/record.ts'
import type { StoreReader } from '../../core/store.ts'
import { complainOfPlace } from '../complain-of-place.ts'
import { readObject } from '../read-object.ts'
import { recordsSince } from '../records-since.ts'
import { parseRecord } from '../schema/record-schema.ts'

const READS_AT_ONCE = 8

/** A store's prune records that are not published yet; what cannot be trusted excuses nothing. */
export async function readUnpublishedPrunes(
  store: StoreReader,
  published: ReadonlySet<string>,
): Promise<readonly PruneRecord[]> {
  const ids = (await recordsSince(store, undefined)).filter((id) => !published.has(id))
  const records = await pLimit(READS_AT_ONCE).map(ids, (id) => readRecord(store, id))
  return records.filter((record) => record?.kind === 'prune')
}

async function readRecord(store: StoreReader, id: string): Promise<EvidenceRecord | undefined> {
  try {
    const parsed = parseRecord(await readObject(store, KEYS.record(id)))
    return 'record' in parsed && complainOfPlace(parsed.record, id) === undefined ? parsed.record : undefined
  } catch (error) {
    if (isLifeboatError(error, 'store-refused') || isLifeboatError(error, 'object-absent')) return undefined
    throw error
  }
}
