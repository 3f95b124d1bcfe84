import type { Engine, EngineContext } from '../core/engine.ts'
import type { RecordBase, VerificationRecord } from '../core/record.ts'
import type { StoreWriter } from '../core/store.ts'
import type { Encryption, Policy, Target } from '../core/target.ts'
import type { LedgerReader } from '../evidence/ledger/read-ledger.ts'
import { beginRun } from '../evidence/run-log.ts'
import { deliverRecord } from './deliver-record.ts'
import { TOOL_VERSION } from '../runtime/tool-version.ts'
import { verifyBackup, type VerificationFindings } from './verify-backup.ts'

export interface VerifyJob {
  readonly target: Target
  readonly engine: Engine
  readonly store: StoreWriter
  readonly ledger?: LedgerReader
  readonly encryption: Encryption
  readonly policy: Policy
  readonly context: EngineContext
  readonly trigger: RecordBase['trigger']
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
  const log = beginRun({
    project: job.policy.project,
    target: job.target.name,
    engine: job.engine.name,
    policyDigest: job.policy.digest,
    toolVersion: TOOL_VERSION,
    trigger: job.trigger,
    context: job.context,
  })
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
