import type { Target } from '../core/target.ts'
import type { TargetJob } from '../evidence/target-job.ts'
import { reachTarget, type ReachedTarget } from '../runtime/transport/reach-target.ts'
import { openLedger } from './open-ledger.ts'
import type { Occasion } from './due.ts'
import type { Shell } from './shell.ts'

/** A job, and the ways to other servers that it keeps open as long as itself. */
export type OpenJob = TargetJob & Pick<ReachedTarget, 'through'> & AsyncDisposable

/** A use case's job on a configured target, by default because the shell runs; disposing it closes the store. */
export async function openJob(
  target: Target,
  shell: Shell,
  occasion: Occasion = { trigger: shell.trigger },
): Promise<OpenJob> {
  const configuration = await shell.configuration()
  const context = await shell.engineContext()
  await using undo = new AsyncDisposableStack()
  const reached = undo.use(reachTarget(target, await configuration.engineOf(target), context))
  const store = await configuration.openStore(target.store)
  undo.defer(() => store.close())
  const kept = undo.move()
  return {
    target: reached.target,
    engine: reached.engine,
    through: reached.through,
    store,
    removeLease: (key) => store.remove(key),
    encryption: configuration.encryption,
    policy: configuration.policy,
    context,
    ...occasion,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** The same for what trusts a backup only as far as a record vouches for it. */
export async function openAnchoredJob(target: Target, shell: Shell, occasion?: Occasion): Promise<OpenJob> {
  const opened = await openLedger(shell)
  return { ...(await openJob(target, shell, occasion)), ...opened }
}
