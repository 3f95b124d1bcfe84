import { worstExitCode } from '../../core/errors.ts'
import type { Target } from '../../core/target.ts'
import type { GroupStatus } from '../../status/group-status.ts'
import type { TargetStatus } from '../../status/target-status.ts'
import { closing } from '../closing.ts'
import { lastPruned, prunedText, type LastPruned } from '../last-pruned.ts'
import { openLedger } from '../open-ledger.ts'
import { describeGroupStatus, describeStatus, type NextRuns } from '../output/describe-status.ts'
import { chosenTargets, chosenUnits, TARGETS_ARGUMENT } from '../units.ts'
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
    const { groupStatus } = await import('../../status/group-status.ts')
    const now = context.clock.now()
    const warnOf =
      (name: string) =>
      (message: string): void =>
        context.reporter.report({ event: 'warning', message: `${name}: ${message}` })
    const found: (TargetStatus & { readonly next: NextRuns; readonly pruned?: LastPruned })[] = []
    for (const target of await chosenTargets(shell, input.arguments)) {
      await using store = closing(await configuration.storeReader(target.store))
      const warn = warnOf(target.name)
      const status = await targetStatus(target, { store: store.value, ...published, now, warn })
      const pruned = await lastPruned({ store: store.value, ...published }, target.name)
      found.push({ ...status, ...pruned, next: await nextOf(target, now) })
    }
    const groups: GroupStatus[] = []
    for (const { group, targets } of await chosenUnits(shell, input.arguments)) {
      const truth = targets.at(-1)
      if (group === undefined || truth === undefined) continue
      await using store = closing(await configuration.storeReader(truth.store))
      const warn = warnOf(group.name)
      groups.push(await groupStatus(group, { store: store.value, ...published, now, warn }))
    }
    return {
      exitCode: worstExitCode([...found, ...groups].map(({ exitCode }) => exitCode)),
      result: { targets: found, ...(groups.length === 0 ? {} : { groups }), notes },
      text: [
        ...notes,
        ...found.map((status) => describeStatus(status, published.ledger !== undefined)),
        ...groups.map(describeGroupStatus),
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
