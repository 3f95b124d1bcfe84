import type { PruneRecord } from '../../core/record.ts'
import type { StoreReader } from '../../core/store.ts'
import type { LedgerEntry } from '../schema/ledger-schema.ts'
import { checkManifests, type RecordedBackup } from './check-manifests.ts'
import { checkStoredRecords } from './check-stored-records.ts'
import type { Finding } from './finding.ts'
import { readUnpublished } from './read-unpublished.ts'
import { prunedBy } from '../read-pruned.ts'

export interface CheckedStores {
  readonly findings: readonly Finding[]
  /** What could not be checked, one sentence each. */
  readonly limitations: readonly string[]
  readonly recordsCompared: number
  readonly manifestsCompared: number
  /** Volumes whose presence and size were compared with their manifest; their content was not read. */
  readonly volumesListed: number
  /** Published backups that are gone and that a prune record says were removed on purpose. */
  readonly backupsPruned: number
}

export interface PublishedEvidence {
  readonly entries: readonly LedgerEntry[]
  /** By id. */
  readonly backups: ReadonlyMap<string, RecordedBackup>
  readonly prunes: readonly PruneRecord[]
}

/** Compares what lies in these stores with the published records: their copies, the manifests, the volumes as a listing shows them. */
export async function checkStores(
  stores: readonly StoreReader[],
  { entries, backups, prunes }: PublishedEvidence,
): Promise<CheckedStores> {
  const records = []
  const manifests = []
  const published = new Set(entries.map(({ id }) => id))
  for (const store of stores) {
    records.push(await checkStoredRecords(store, entries))
    const recent = await readUnpublished(store, published)
    const pruned = prunedBy([...prunes, ...recent.prunes], store.name)
    manifests.push(await checkManifests(store, { published: backups, unpublished: recent.backups }, pruned))
  }
  const gone = manifests.flatMap((checked) => checked.pruned)
  const unpublishedPrunes = gone.filter(({ record }) => !published.has(record)).length
  const unpublished = sum(manifests.map((checked) => checked.unpublished))
  const elsewhere = [...backups.values()].filter(({ store }) => stores.every(({ name }) => name !== store))
  return {
    findings: [...records, ...manifests].flatMap(({ findings }) => findings),
    limitations: [
      ...(stores.length === 0
        ? ['No store was read: manifests and volumes were not compared with the records.']
        : ['Of the volumes only presence and size were compared; lifeboat verify compares their digests.']),
      ...(unpublished === 0
        ? []
        : [
            `${unpublished} of the manifests are vouched for only by records in the store: lifeboat collect.`,
          ]),
      ...(unpublishedPrunes === 0
        ? []
        : [
            `${unpublishedPrunes} of the removed backups are said to be pruned only by records in the store: lifeboat collect.`,
          ]),
      ...(stores.length === 0 || elsewhere.length === 0
        ? []
        : [`${elsewhere.length} published backups lie in stores that are not in the configuration.`]),
    ],
    recordsCompared: sum(records.map(({ compared }) => compared)),
    manifestsCompared: sum(manifests.map(({ compared }) => compared)),
    volumesListed: sum(manifests.map(({ volumes }) => volumes)),
    backupsPruned: gone.length,
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, value) => total + value, 0)
}
