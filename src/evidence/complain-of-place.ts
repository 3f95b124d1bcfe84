import { KEYS } from '../core/manifest.ts'
import type { EvidenceRecord } from '../core/record.ts'

/** Why a record cannot be the one with this id: a backup's record has the backup's id. Undefined when it can. */
export function complainOfPlace(record: EvidenceRecord, id: string): string | undefined {
  if (record.id !== id) return `it says it is record ${record.id}`
  if (record.kind !== 'backup' || record.backup === undefined) return undefined
  const { backup } = record
  if (backup.id !== id) return `it speaks of backup ${backup.id}`
  return backup.manifestKey === KEYS.manifest(record.target, id)
    ? undefined
    : `it speaks of ${backup.manifestKey}`
}
