import pLimit from 'p-limit'
import { isLifeboatError } from '../../core/errors.ts'
import { KEYS } from '../../core/manifest.ts'
import type { EvidenceRecord, PruneRecord } from '../../core/record.ts'
import type { StoreReader } from '../../core/store.ts'
import { complainOfPlace } from '../complain-of-place.ts'
import { readObject } from '../read-object.ts'
import { recordsSince } from '../records-since.ts'
import { parseRecord } from '../schema/record-schema.ts'
import type { RecordedBackup } from './check-manifests.ts'

const READS_AT_ONCE = 8

export interface UnpublishedRecords {
  readonly prunes: readonly PruneRecord[]
  readonly backups: readonly RecordedBackup[]
}

/** What a store's records say that are not published yet; those that cannot be trusted excuse nothing and vouch for nothing. */
export async function readUnpublished(
  store: StoreReader,
  published: ReadonlySet<string>,
): Promise<UnpublishedRecords> {
  const ids = (await recordsSince(store, undefined)).filter((id) => !published.has(id))
  const records = await pLimit(READS_AT_ONCE).map(ids, (id) => readRecord(store, id))
  return {
    prunes: records.filter((record) => record?.kind === 'prune'),
    backups: records.flatMap((record) =>
      record?.kind === 'backup' && record.backup !== undefined
        ? [{ ...record.backup, target: record.target }]
        : [],
    ),
  }
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
