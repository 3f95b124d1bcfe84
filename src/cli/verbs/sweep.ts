import { EXIT } from '../../core/errors.ts'
import { isId } from '../../core/identifiers.ts'
import type { Target } from '../../core/target.ts'
import type { RunState } from '../../runtime/run-owner.ts'
import { reachTarget } from '../../runtime/transport/reach-target.ts'
import { closing } from '../closing.ts'
import { eachTarget } from '../each-target.ts'
import { describeSweep, removedLines } from '../output/describe-sweep.ts'
import type { Shell } from '../shell.ts'
import type { Outcome, Verb } from '../verb.ts'

export const sweepVerb: Verb = {
  name: 'sweep',
  summary: 'remove what killed runs left behind: sandboxes, sessions, unfinished backups',
  options: [
    { flags: '--local', description: 'only what lies on this computer; no store and no database is asked' },
  ],
  examples: [
    ['lifeboat sweep', 'this computer, every store, every database'],
    ['lifeboat sweep --local', 'after a killed drill'],
  ],
  run: async (input, shell): Promise<Outcome> => {
    const { sweepSandboxes } = await import('../../drill/sweep-sandboxes.ts')
    const { forgetRun, listRuns, readRunStates } = await import('../../runtime/run-owner.ts')
    const state = await readRunStates()
    const local = await sweepSandboxes(await shell.context())
    const localOnly = input.options['local'] === true
    const targets = localOnly ? [] : (await shell.configuration()).targets
    const distant = await eachTarget(targets, shell, (target) => sweepTarget(target, state, shell))
    // Only now may be forgotten which runs are dead: their sessions and half restored databases are found by it.
    if (!localOnly && distant.exitCode === EXIT.done) {
      const dead = (await listRuns()).filter((runId) => state(runId) === 'dead')
      // Every sentence of what an engine removed names the run that had left it.
      await Promise.all(dead.map((runId) => forgetRun(runId, distant.text.includes(runId))))
    }
    return {
      ...distant,
      result: { removed: local, ...distant.result },
      text: describeSweep(local, distant.text),
    }
  },
}

async function sweepTarget(
  target: Target,
  state: (runId: string) => RunState,
  shell: Shell,
): Promise<Outcome> {
  const configuration = await shell.configuration()
  const context = await shell.engineContext()
  const { sweepStore } = await import('../../backup/sweep.ts')
  await using store = closing(await configuration.openStore(target.store))
  await using reached = reachTarget(target, await configuration.engineOf(target), context)
  const elsewhere = new Set<string>()
  const mayLive = (runId: string): boolean => {
    // Anybody may write such marks: what is no id is no run's, and is not repeated to a terminal.
    if (!isId(runId)) return true
    if (state(runId) === 'unknown') elsewhere.add(runId)
    return state(runId) !== 'dead'
  }
  const removed = [
    ...(await sweepStore({ target: target.name, store: store.value, context })),
    ...(await reached.engine.sweep(await reached.target.connect(), mayLive, context)),
  ]
  for (const runId of elsewhere) {
    shell.say(
      `run ${runId} left no trace on this computer, so nobody here can tell whether it lives; what it has was left`,
    )
  }
  return {
    exitCode: EXIT.done,
    result: { target: target.name, removed, left: [...elsewhere] },
    text: removedLines(removed).join('\n'),
  }
}
