import type { Engine, EngineContext } from '../core/engine.ts'
import { newId } from '../core/identifiers.ts'
import type { BackupRecord, RecordBase } from '../core/record.ts'
import type { StoreWriter } from '../core/store.ts'
import type { Encryption, Policy, Target } from '../core/target.ts'
import { beginRun } from '../evidence/run-log.ts'
import { TOOL_VERSION } from '../runtime/tool-version.ts'
import { claimSlot } from './claim-slot.ts'
import { startDeadline } from './deadline.ts'
import { deliverRecord } from './deliver-record.ts'
import type { TakenFacts } from './backup-facts.ts'
import { takeBackup } from './take-backup.ts'

export interface BackupJob {
  readonly target: Target
  readonly engine: Engine
  readonly store: StoreWriter
  readonly encryption: Encryption
  readonly policy: Policy
  readonly context: EngineContext
  /** With `scheduledFor` the slot is claimed first, so that two ticks take one backup. */
  readonly trigger: RecordBase['trigger']
}

/**
 * Takes one backup and writes its record, whatever the outcome. Two runs of one target at once do not disturb each other.
 * Throws `busy` when another run has the slot, and `evidence-undelivered` when the backup exists (unanchored) but its record could
 * not be written; any other failure is in the record and was reported.
 */
export async function runBackup(job: BackupJob): Promise<BackupRecord> {
  const { context, target } = job
  const id = newId(context.clock, context.random)
  await claimSlotOf(job, id)
  const log = beginRun({
    id,
    project: job.policy.project,
    target: target.name,
    engine: job.engine.name,
    policyDigest: job.policy.digest,
    toolVersion: TOOL_VERSION,
    trigger: job.trigger,
    context,
  })
  using deadline = startDeadline(
    `the backup of ${target.name}`,
    target.settings.backupTimeoutMs,
    context.signal,
  )
  let facts: TakenFacts | undefined
  let reason: unknown
  try {
    facts = await takeBackup(job, log, deadline)
  } catch (error) {
    reason = deadline.explain(error)
  }
  const { recipients } = job.encryption
  const record: BackupRecord = { ...log.finish(reason), kind: 'backup', recipients, ...facts }
  return deliverRecord(record, { store: job.store, reporter: context.reporter, reason })
}

async function claimSlotOf(job: BackupJob, recordId: string): Promise<void> {
  const { scheduledFor } = job.trigger
  if (scheduledFor === undefined) return
  const { store, target, context } = job
  const holdMs = target.settings.backupTimeoutMs
  await claimSlot({ store, target: target.name, kind: 'backup', scheduledFor, recordId, holdMs, context })
}
