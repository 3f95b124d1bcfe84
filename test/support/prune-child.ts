import type { RetentionPolicy } from '../../src/retention/scene.ts'
import { runPrune } from '../../src/prune/run-prune.ts'
import { openStore } from '../../src/stores/filesystem/index.ts'
import { jobOf, makeTarget } from './backup-bench.ts'
import { engineContext, testContext } from './context.ts'
import { withMethods } from './moved-clock.ts'

/** What a prune run in a process of its own is told, as JSON in its only argument. */
export interface PruneChildJob {
  readonly source: string
  readonly storeFolder: string
  readonly retention: RetentionPolicy
}

/** Kills itself at the first removal of a volume, after the manifest is gone. */
const { source, storeFolder, retention } = JSON.parse(process.argv[2] ?? '') as PruneChildJob
await using context = await testContext()
const store = await openStore({ type: 'filesystem', path: storeFolder }, { name: 'primary' })
const deadly = withMethods(store, {
  remove: async (key) => {
    if (key.startsWith('data/')) process.kill(process.pid, 'SIGKILL')
    await store.remove(key)
  },
})
const target = { ...makeTarget({ folder: source }), retention }
const job = jobOf(target, deadly, { recipients: [], identities: async () => [] })
await runPrune({ ...job, store: deadly, context: engineContext(context) })
