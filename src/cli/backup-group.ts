import type { BackupRecord } from '../core/record.ts'
import { backupTarget } from './backup-target.ts'
import { whenDue, type Occasion } from './due.ts'
import { exitCodeOf, failureOf } from './each-target.ts'
import type { GroupOutcome } from './each-unit.ts'
import { keptOrNot } from './kept-or-not.ts'
import { openJob } from './open-job.ts'
import type { Shell } from './shell.ts'
import type { Unit } from './units.ts'
import type { Outcome } from './verb.ts'

export interface GroupBackupCall {
  /** As `backup` takes them. */
  readonly options: Readonly<Record<string, unknown>>
  readonly due: boolean
}

/**
 * Backs the members up, one after the other in the group's order, and records that they belong together. With `due` only what
 * the schedules ask for, which is a backup of the group only when that is every member.
 */
export async function backupGroup(
  { group, targets }: Required<Unit>,
  { options, due }: GroupBackupCall,
  shell: Shell,
): Promise<GroupOutcome & { readonly records: ReadonlyMap<string, BackupRecord> }> {
  const { beginGroup } = await import('../groups/group-log.ts')
  const truth = targets.at(-1)
  if (truth === undefined) return { members: [], records: new Map() }
  await using job = await openJob(truth, shell)
  const log = beginGroup(group.name, job, shell.trigger)
  const records = new Map<string, BackupRecord>()
  const members: Outcome[] = []
  for (const target of targets) {
    if (job.context.signal.aborted) break
    const back = async (occasion: Occasion): Promise<Outcome> => {
      const taken = await backupTarget({ target, options, occasion }, shell)
      records.set(target.name, taken.record)
      return taken
    }
    members.push(
      await whenDue({ target, kind: 'backup', due, shell }, back).catch((error: unknown) =>
        failureOf(target, shell, error),
      ),
    )
  }
  if (due && records.size < targets.length) return { members, records }
  const { recordGroupBackup } = await import('../groups/record-group-backup.ts')
  const { describeGroupBackup } = await import('./output/describe-group.ts')
  const named = targets.map(({ name }) => ({ target: name, record: records.get(name) }))
  const record = await keptOrNot(recordGroupBackup({ log, members: named, job }), shell)
  return {
    members,
    records,
    group: {
      exitCode: exitCodeOf(record),
      result: { group: group.name, record },
      text: describeGroupBackup(record),
    },
  }
}
