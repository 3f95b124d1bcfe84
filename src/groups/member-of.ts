import type { GroupMember } from '../core/group-record.ts'
import type { BackupRecord, DrillRecord } from '../core/record.ts'

/** What a group's record says of a member that has a record of its own; of one that was never begun, that it was cancelled. */
export function memberOf(target: string, record: BackupRecord | DrillRecord | undefined): GroupMember {
  if (record === undefined) return { target, outcome: 'cancelled' }
  const { id, outcome, backup, consistency } = record
  return {
    target,
    record: id,
    outcome,
    ...(backup === undefined ? {} : { backup }),
    ...(consistency === undefined ? {} : { consistency }),
  }
}
