import { worstExitCode } from '../../core/errors.ts'
import type { Target } from '../../core/target.ts'
import type { TargetStatus } from '../../status/target-status.ts'
import { closing } from '../closing.ts'
import { lastPruned, prunedText, type LastPruned } from '../last-pruned.ts'
import { openLedger } from '../open-ledger.ts'
import { describeStatus, type NextRuns } from '../output/describe-status.ts'
import { chosenTargets, TARGETS_ARGUMENT } from '../units.ts'
import type { Outcome, Verb } from '../verb.ts'

export const statusVerb: Verb = {
  name: 'status',
  summary: 'show how recent the newest claimed, anchored and proven backups are, and what is wrong',
  arguments: [TARGETS_ARGUMENT],
  examples: [
    ['lifeboat status', 'all targets'],
    ['lifeboat status orders --json', 'for a script'],
  ],
  run: async (input, shell): Promise<Outcome> => {
    const configuration = await shell.configuration()
    const context = await shell.context()
    const { notes, ...published } = await openLedger(shell)
    const { targetStatus } = await import('../../status/target-status.ts')
    const now = context.clock.now()
    const found: (TargetStatus & { readonly next: NextRuns; readonly pruned?: LastPruned })[] = []
    for (const target of await chosenTargets(shell, input.arguments)) {
      const warn = (message: string): void =>
        context.reporter.report({ event: 'warning', message: `${target.name}: ${message}` })
      await using store = closing(await configuration.storeReader(target.store))
      const status = await targetStatus(target, { store: store.value, ...published, now, warn })
      const pruned = await lastPruned({ store: store.value, ...published }, target.name)
      found.push({ ...status, ...pruned, next: await nextOf(target, now) })
    }
    return {
      exitCode: worstExitCode(found.map(({ exitCode }) => exitCode)),
      result: { targets: found, notes },
      text: [
        ...notes,
        ...found.map((status) => describeStatus(status, published.ledger !== undefined)),
        ...found.flatMap(({ target, pruned }) => prunedText(target, pruned)),
      ].join('\n\n'),
    }
  },
}

async function nextOf({ schedule, timeZone }: Target, now: Date): Promise<NextRuns> {
  const { nextFire } = await import('../../schedule/cron.ts')
  const next = (expression: string | undefined): string | undefined =>
    expression === undefined ? undefined : nextFire({ expression, timeZone }, now)?.toISOString()
  const [backup, drill] = [next(schedule.backup), next(schedule.drill)]
  return { ...(backup === undefined ? {} : { backup }), ...(drill === undefined ? {} : { drill }) }
}
