import { isLifeboatError } from '../core/errors.ts'
import type { PruneRecord } from '../core/record.ts'
import type { StoreAdmin } from '../core/store.ts'
import type { RunLog } from '../evidence/run-log.ts'
import { beginJob, type TargetJob } from '../evidence/target-job.ts'
import { deliverRecord } from '../evidence/deliver-record.ts'
import { writeRecord } from '../evidence/write-record.ts'
import { retentionPlan, type RetentionDecision } from '../retention/retention-plan.ts'
import { removeBackups, type Removal } from './remove-backups.ts'
import { surveyBackups } from './survey.ts'

export interface PruneJob extends TargetJob {
  readonly store: StoreAdmin
  /** Instead of the configured `within`, in milliseconds; every other rule holds. */
  readonly olderThanMs?: number
  /** Is told the plan before anything is removed. */
  readonly planned?: (plan: PrunePlan) => void
}

export interface PrunePlan {
  readonly decisions: readonly RetentionDecision[]
  /** What somebody must look at, one sentence each: it was kept because of that. */
  readonly findings: readonly string[]
  readonly manifests: ReadonlyMap<string, string>
}

/** What prune would keep and remove now; removes and records nothing. */
export async function planPrune(job: PruneJob): Promise<PrunePlan> {
  const { target, olderThanMs } = job
  const { input, manifests } = await surveyBackups(target, job)
  const policy = { ...input.policy, ...(olderThanMs === undefined ? {} : { withinMs: olderThanMs }) }
  const troubles = input.backups.flatMap(({ id, trouble }) =>
    trouble === undefined ? [] : [`backup ${id} is kept: ${trouble}`],
  )
  return {
    decisions: retentionPlan({ ...input, policy }),
    findings: [...(input.doubts ?? []), ...troubles],
    manifests,
  }
}

/**
 * Removes what the plan drops. Two records say so: one before the first removal, so that a killed run's removals are known to be
 * meant, one at the end with what became of each. Where the first cannot be written nothing is removed. Throws
 * `evidence-undelivered` when the last one of a good run could not be.
 */
export async function runPrune(job: PruneJob): Promise<PruneRecord> {
  const { store, context } = job
  const log = beginJob(job)
  const removals: Removal[] = []
  let plan: PrunePlan | undefined
  let reason: unknown
  try {
    plan = await log.phase('plan', () => planPrune(job))
    job.planned?.(plan)
    for (const sentence of plan.findings) log.limitation(sentence)
    removals.push(...plan.decisions.filter(({ keep }) => !keep).map(toRemoval))
    if (removals.length > 0) await announce(job, plan)
    await log.phase('remove', () => removeAll(job, log, removals))
  } catch (error) {
    reason = error
  }
  const record: PruneRecord = {
    ...log.finish(reason),
    kind: 'prune',
    store: store.name,
    applied: true,
    ...listed(plan, removals),
  }
  return deliverRecord(record, { store, reporter: context.reporter, reason })
}

function toRemoval({ backup }: RetentionDecision): Removal {
  return { id: backup.id, bases: backup.bases ?? [], result: 'planned' }
}

/** Accounts for no scheduled time: the record at the end does. */
async function announce(owner: PruneJob, plan: PrunePlan): Promise<void> {
  const { recordId: _, ...job } = owner
  const intent: PruneRecord = {
    ...beginJob({ ...job, trigger: { kind: job.trigger.kind } }).finish(),
    kind: 'prune',
    store: job.store.name,
    applied: false,
    ...listed(plan, []),
  }
  try {
    await writeRecord(job.store, intent)
  } catch (error) {
    // Nothing was done yet that a record could be missing of.
    throw isLifeboatError(error, 'evidence-undelivered') ? (error.cause ?? error) : error
  }
}

function removeAll({ store, target, context }: PruneJob, log: RunLog, removals: Removal[]): Promise<void> {
  return removeBackups(removals, { store, target: target.name, signal: context.signal, log })
}

function listed(
  plan: PrunePlan | undefined,
  removals: readonly Removal[],
): Pick<PruneRecord, 'kept' | 'dropped'> {
  const results = new Map(removals.map(({ id, result }) => [id, result]))
  const decisions = plan?.decisions ?? []
  return {
    kept: decisions
      .filter(({ keep }) => keep)
      .map(({ backup: { id }, reasons }) => ({ id, reasons: [...reasons] })),
    dropped: decisions
      .filter(({ keep }) => !keep)
      .map(({ backup: { id }, reasons }) => ({
        id,
        manifestSha256: plan?.manifests.get(id) ?? '',
        reasons: [...reasons],
        result: results.get(id) ?? 'planned',
      })),
  }
}
