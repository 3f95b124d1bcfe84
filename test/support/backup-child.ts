import { runBackup } from '../../src/backup/backup.ts'
import type { LifeboatError } from '../../src/core/errors.ts'
import { newId } from '../../src/core/identifiers.ts'
import { claimSlot } from '../../src/slots/claim-slot.ts'
import type { TargetJob } from '../../src/evidence/target-job.ts'
import { openStore } from '../../src/stores/filesystem/index.ts'
import { jobOf, makeTarget } from './backup-bench.ts'
import { engineContext, testContext } from './context.ts'

/** What a backup in a process of its own is told, as JSON in its only argument. */
export interface ChildJob {
  readonly source: string
  readonly storeFolder: string
  readonly recipients: readonly string[]
  readonly pauseMs?: number
  /** Runs only if this scheduled time is its own: RFC 3339. */
  readonly scheduledFor?: string
}

const { source, storeFolder, recipients, pauseMs, scheduledFor } = JSON.parse(
  process.argv[2] ?? '',
) as ChildJob
await using context = await testContext()
const store = await openStore({ type: 'filesystem', path: storeFolder }, { name: 'primary' })
const target = makeTarget({ folder: source, ...(pauseMs === undefined ? {} : { pauseMs }) })
const job = {
  ...jobOf(target, store, { recipients, identities: async () => [] }),
  context: engineContext(context),
}
const occasion = scheduledFor === undefined ? {} : await claimed(scheduledFor)
const outcome = 'refused' in occasion ? occasion : await runBackup({ ...job, ...occasion })
console.log(JSON.stringify(outcome))

async function claimed(
  time: string,
): Promise<Pick<TargetJob, 'trigger' | 'recordId'> | { readonly refused: string }> {
  const recordId = newId(context.clock, context.random)
  const slot = { store, target: target.name, kind: 'backup', scheduledFor: time, recordId } as const
  try {
    await claimSlot({ ...slot, holdMs: 60_000, context })
    return { recordId, trigger: { kind: 'schedule', scheduledFor: time } }
  } catch (error) {
    return { refused: (error as LifeboatError).code }
  }
}
