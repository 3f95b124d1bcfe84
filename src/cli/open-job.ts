import type { Target } from '../core/target.ts'
import type { TargetJob } from '../evidence/target-job.ts'
import { openLedger } from './open-ledger.ts'
import type { Occasion } from './due.ts'
import type { Shell } from './shell.ts'

/** A use case's job on a configured target, by default because the shell runs; disposing it closes the store. */
export async function openJob(
  target: Target,
  shell: Shell,
  occasion: Occasion = { trigger: shell.trigger },
): Promise<TargetJob & AsyncDisposable> {
  const configuration = await shell.configuration()
  const context = await shell.engineContext()
  const engine = await configuration.engineOf(target)
  const store = await configuration.openStore(target.store)
  return {
    target,
    engine,
    store,
    removeLease: (key) => store.remove(key),
    encryption: configuration.encryption,
    policy: configuration.policy,
    context,
    ...occasion,
    [Symbol.asyncDispose]: () => store.close(),
  }
}

/** The same for what trusts a backup only as far as a record vouches for it. */
export async function openAnchoredJob(
  target: Target,
  shell: Shell,
  occasion?: Occasion,
): Promise<TargetJob & AsyncDisposable> {
  const opened = await openLedger(shell)
  return { ...(await openJob(target, shell, occasion)), ...opened }
}
