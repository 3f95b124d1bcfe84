import { EXIT } from '../../core/errors.ts'
import { closing } from '../closing.ts'
import { line } from '../output/lines.ts'
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
    const local = await sweepSandboxes(await shell.context())
    const distant = input.options['local'] === true ? [] : await sweepTargets(shell)
    const removed = [...local, ...distant]
    return {
      exitCode: EXIT.done,
      result: { removed },
      text:
        removed.length === 0 ? 'nothing to sweep' : removed.map((text) => line('removed', text)).join('\n'),
    }
  },
}

async function sweepTargets(shell: Shell): Promise<readonly string[]> {
  const configuration = await shell.configuration()
  const context = await shell.engineContext()
  const { sweepStore } = await import('../../backup/sweep.ts')
  const { readRunStates } = await import('../../runtime/run-owner.ts')
  const removed: string[] = []
  for (const target of configuration.targets) {
    await using store = closing(await configuration.openStore(target.store))
    removed.push(...(await sweepStore({ target: target.name, store: store.value, context })))
    const state = await readRunStates()
    const engine = await configuration.engineOf(target)
    removed.push(...(await engine.sweep(await target.connect(), (runId) => state(runId) !== 'dead', context)))
  }
  return removed
}
