import { runBackup } from '../../src/backup/backup.ts'
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
  readonly trigger?: TargetJob['trigger']
}

const { source, storeFolder, recipients, pauseMs, trigger } = JSON.parse(process.argv[2] ?? '') as ChildJob
await using context = await testContext()
const store = await openStore({ type: 'filesystem', path: storeFolder }, { name: 'primary' })
const target = makeTarget({ folder: source, ...(pauseMs === undefined ? {} : { pauseMs }) })
const job = {
  ...jobOf(target, store, { recipients, identities: async () => [] }),
  context: engineContext(context),
}
const outcome = await runBackup({ ...job, ...(trigger === undefined ? {} : { trigger }) }).catch(
  ({ code, exitCode }: { code: string; exitCode: number }) => ({ refused: code, exitCode }),
)
console.log(JSON.stringify(outcome))
