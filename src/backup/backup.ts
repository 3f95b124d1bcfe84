import type { BackupRecord } from '../core/record.ts'
import { deliverRecord } from '../evidence/deliver-record.ts'
import { beginJob, type TargetJob } from '../evidence/target-job.ts'
import { startDeadline } from './deadline.ts'
import type { TakenFacts } from './backup-facts.ts'
import { takeBackup } from './take-backup.ts'

export interface BackupJob extends TargetJob {
  /** Takes another database as the target's source from now on; it is a limitation of the record. */
  readonly acceptNewSource?: boolean
}

/**
 * Takes one backup and writes its record, whatever the outcome. Two runs of one target at once do not disturb each other.
 * Throws `evidence-undelivered` when the backup exists (unanchored) but its record could
 * not be written; any other failure is in the record and was reported.
 */
export async function runBackup(job: BackupJob): Promise<BackupRecord> {
  const { context, target } = job
  const log = beginJob(job)
  using deadline = startDeadline(
    `the backup of ${target.name}`,
    target.settings.backupTimeoutMs,
    context.signal,
  )
  let facts: TakenFacts | undefined
  let reason: unknown
  try {
    const taken = await takeBackup(job, log, deadline)
    facts = taken.facts
    reason = taken.alarm
  } catch (error) {
    reason = deadline.explain(error)
  }
  const { recipients } = job.encryption
  const record: BackupRecord = { ...log.finish(reason), kind: 'backup', recipients, ...facts }
  return await deliverRecord(record, { store: job.store, reporter: context.reporter, reason })
}
