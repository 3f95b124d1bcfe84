import type { VerificationRecord } from '../core/record.ts'
import { deliverRecord } from '../evidence/deliver-record.ts'
import { beginJob, type TargetJob } from '../evidence/target-job.ts'
import { verifyBackup, type VerificationFindings } from './verify-backup.ts'

export interface VerifyJob extends TargetJob {
  /** As `selectBackup` takes it. */
  readonly selector: string
  /** True takes a backup whose manifest no record vouches for as good when it is whole in itself. */
  readonly acceptUnanchored?: boolean
}

/**
 * Reads a backup whole and compares it with its record: grade 0, and with a secret key also opened and parsed: grade 1.
 * Every outcome is in the record, which is written too; throws `evidence-undelivered` when a good one could not be.
 */
export async function runVerify(job: VerifyJob): Promise<VerificationRecord> {
  const log = beginJob(job)
  const findings: VerificationFindings = { anchor: 'none', opened: false, checks: [] }
  let reason: unknown
  try {
    await verifyBackup(job, log, findings)
  } catch (error) {
    reason = error
  }
  const record: VerificationRecord = { ...log.finish(reason), kind: 'verification', ...findings }
  return deliverRecord(record, { store: job.store, reporter: job.context.reporter, reason })
}
