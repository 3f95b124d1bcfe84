import { startDeadline } from '../backup/deadline.ts'
import type { Engine, EngineContext } from '../core/engine.ts'
import { isLifeboatError } from '../core/errors.ts'
import type { DrillRecord, RecordBase } from '../core/record.ts'
import type { StoreWriter } from '../core/store.ts'
import type { Encryption, Policy, Target } from '../core/target.ts'
import type { LedgerReader } from '../evidence/ledger/read-ledger.ts'
import { disclosureLimitations } from '../evidence/publish-datasets.ts'
import { beginRun } from '../evidence/run-log.ts'
import { writeRecord } from '../evidence/write-record.ts'
import { reportFailure } from '../runtime/report-failure.ts'
import { TOOL_VERSION } from '../runtime/tool-version.ts'
import { attemptDrill } from './attempt-drill.ts'
import type { Compare } from './compare.ts'
import { noFacts } from './drill-facts.ts'
import { drillRecord } from './drill-record.ts'
import type { DrillPlan } from './plan-schema.ts'

export interface DrillJob {
  readonly plan: DrillPlan
  readonly target: Target
  readonly engine: Engine
  readonly store: StoreWriter
  readonly ledger?: LedgerReader
  readonly encryption: Encryption
  readonly policy: Policy
  readonly context: EngineContext
  readonly trigger: RecordBase['trigger']
  /** A certain backup instead of what the plan selects. */
  readonly selector?: string
  /** Drills also what no record vouches for; it is never proven. */
  readonly acceptUnanchored?: boolean
  /** Where tests put themselves between the steps. */
  readonly seams?: {
    readonly compare?: Compare
    /** Called with the loaded copy before it is digested. */
    readonly loaded?: (connection: unknown) => Promise<void>
  }
}

/**
 * Restores a backup in a throw-away server, proves what came back, destroys the server and writes the record, whatever the outcome.
 * Throws `evidence-undelivered` only when a drill that succeeded could not write its record.
 */
export async function runDrill(job: DrillJob): Promise<DrillRecord> {
  const { target, policy, context, plan } = job
  const log = beginRun({
    project: policy.project,
    target: target.name,
    engine: job.engine.name,
    policyDigest: policy.digest,
    toolVersion: TOOL_VERSION,
    trigger: job.trigger,
    context,
  })
  const facts = noFacts(job.selector === undefined ? plan.select : 'given')
  const disclosure = { disclosure: policy.disclosure, key: await policy.evidenceKey() }
  for (const sentence of disclosureLimitations(disclosure)) log.limitation(sentence)
  using deadline = startDeadline(
    `the drill of ${target.name}`,
    target.settings.drillTimeoutMs,
    context.signal,
  )
  let failure: unknown
  try {
    await attemptDrill(job, { log, deadline, facts })
  } catch (error) {
    failure = deadline.explain(error)
  }
  const { record, reason } = drillRecord(job, { log, facts, disclosure }, failure)
  reportFailure(context.reporter, record, reason)
  await deliver(job, record)
  return record
}

/** A failure matters more than its record, and the store may be what failed. */
async function deliver({ store, context }: DrillJob, record: DrillRecord): Promise<void> {
  try {
    await writeRecord(store, record)
  } catch (error) {
    const undelivered = isLifeboatError(error, 'evidence-undelivered')
    if (!undelivered || record.error === undefined) throw error
    context.reporter.report({ event: 'warning', message: error.message })
  }
}
