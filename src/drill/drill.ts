import { startDeadline } from '../backup/deadline.ts'
import type { Check, Consistency } from '../core/engine.ts'
import type { LifeboatError } from '../core/errors.ts'
import type { Machine } from '../core/machine.ts'
import type { DrillRecord } from '../core/record.ts'
import { deliverRecord } from '../evidence/deliver-record.ts'
import { disclosureLimitations, type DisclosureOptions } from '../evidence/publish-datasets.ts'
import { beginJob, type TargetJob } from '../evidence/target-job.ts'
import { attemptDrill } from './attempt-drill.ts'
import type { ChosenBackup } from './choose-backup.ts'
import type { Compare } from './compare.ts'
import { noFacts } from './drill-facts.ts'
import { drillRecord } from './drill-record.ts'
import type { DrillPlan } from './plan-schema.ts'

export interface DrillJob extends TargetJob {
  readonly plan: DrillPlan
  /** A certain backup instead of what the plan selects. */
  readonly selector?: string
  /** The same, chosen already by whoever knows why, or why it could not be: another one is never taken instead of it. */
  readonly chosen?: ChosenBackup | LifeboatError
  /** Drills also what no record vouches for; it is never proven. */
  readonly acceptUnanchored?: boolean
  /** Drills this target as a member of a group: its sandbox lives until the group is done with it. */
  readonly group?: {
    readonly name: string
    /** Id of the group's record. */
    readonly record: string
    /** Called with the validated copy; resolves to what reconciliation says about it. */
    readonly joined: (copy: GroupCopy) => Promise<readonly Check[]>
  }
  /** Where tests put themselves between the steps. */
  readonly seams?: {
    readonly compare?: Compare
    /** Called with the new sandbox before anything is said of its isolation. */
    readonly opened?: (machine: Machine) => Promise<void>
    /** Called with the loaded copy before it is digested. */
    readonly loaded?: (connection: unknown) => Promise<void>
  }
}

/** A validated copy as its group uses it, while its sandbox lives. */
export interface GroupCopy {
  readonly consistency?: Consistency
  readonly keys: (question: string) => AsyncIterable<string>
  /** Waits for work on this copy, but not longer than its drill may take. */
  readonly bound: <T>(work: Promise<T>) => Promise<T>
  /** What a failure in its sandbox really was. */
  readonly explain: (error: unknown) => Promise<unknown>
}

/**
 * Restores a backup in a throw-away server, proves what came back, destroys the server and writes the record, whatever the outcome.
 * Throws `evidence-undelivered` only when a drill that succeeded could not write its record.
 */
export async function runDrill(job: DrillJob): Promise<DrillRecord> {
  const { target, policy, context, plan } = job
  const log = beginJob(job)
  const facts = noFacts(job.selector === undefined ? plan.select : 'given')
  let disclosure: DisclosureOptions = { disclosure: policy.disclosure, key: undefined }
  using deadline = startDeadline(
    `the drill of ${target.name}`,
    target.settings.drillTimeoutMs,
    context.signal,
  )
  let failure: unknown
  try {
    disclosure = { ...disclosure, key: await policy.evidenceKey() }
    for (const sentence of disclosureLimitations(disclosure)) log.limitation(sentence)
    await attemptDrill(job, { log, deadline, facts })
  } catch (error) {
    failure = deadline.explain(error)
  }
  const { record, reason } = drillRecord(job, { log, facts, disclosure }, failure)
  return await deliverRecord(record, { store: job.store, reporter: context.reporter, reason })
}
