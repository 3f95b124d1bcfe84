import type { Engine, EngineContext } from '../core/engine.ts'
import type { RecordBase } from '../core/record.ts'
import type { StoreWriter } from '../core/store.ts'
import type { Encryption, Policy, Target } from '../core/target.ts'
import { TOOL_VERSION } from '../runtime/tool-version.ts'
import type { LedgerReader } from './ledger/read-ledger.ts'
import { beginRun, type RunLog } from './run-log.ts'

/** What every use case on one target receives: each run of it ends in a record. */
export interface TargetJob {
  readonly target: Target
  readonly engine: Engine
  readonly store: StoreWriter
  /** Removes this run's own lease; absent for a store that cannot. */
  readonly removeLease?: (key: string) => Promise<void>
  /** The published records; absent while none is published. */
  readonly ledger?: LedgerReader
  /** Why published records that may be there could not be read. */
  readonly ledgerUnread?: string
  /** Limitations that hold from the start, one sentence each. */
  readonly notes?: readonly string[]
  readonly encryption: Encryption
  readonly policy: Policy
  readonly context: EngineContext
  readonly trigger: RecordBase['trigger']
  /** The id that the record must have because a scheduled time was claimed for it; a new one when absent. */
  readonly recordId?: string
}

/** Starts the log of a job's run. */
export function beginJob(job: TargetJob): RunLog {
  const { target, engine, policy, trigger, recordId: id, context, notes = [] } = job
  const log = beginRun({
    ...(id === undefined ? {} : { id }),
    project: policy.project,
    target: target.name,
    engine: engine.name,
    policyDigest: policy.digest,
    disclosure: policy.disclosure,
    toolVersion: TOOL_VERSION,
    trigger,
    context,
  })
  for (const sentence of notes) log.limitation(sentence)
  return log
}
