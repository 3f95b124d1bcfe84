import type { DrillPlan } from '../../drill/plan.ts'
import type { Target } from '../../core/target.ts'
import { eachTarget, exitCodeOf } from '../each-target.ts'
import { DUE_OPTION, whenDue, type Occasion } from '../due.ts'
import { openAnchoredJob } from '../open-job.ts'
import { keptOrNot } from '../kept-or-not.ts'
import type { Shell } from '../shell.ts'
import type { Outcome, Verb } from '../verb.ts'

export const drillVerb: Verb = {
  name: 'drill',
  summary: 'restore a backup in a throw-away server and prove what came back',
  arguments: [
    { notation: '[target...]', description: 'names in lifeboat.yaml; all of them when none is given' },
  ],
  options: [
    DUE_OPTION,
    {
      flags: '-p, --plan <name>',
      description: 'a plan in drills/; a plain drill of the latest backup without one',
    },
    { flags: '-b, --backup <which>', description: 'a certain backup instead of what the plan selects' },
    {
      flags: '--sandbox <provider>',
      description: 'where to restore',
      choices: ['auto', 'container', 'process'],
    },
    {
      flags: '--accept-unanchored',
      description: 'drill a backup that no record vouches for; it is never proven',
    },
  ],
  examples: [
    ['lifeboat drill', 'the newest backup of every target'],
    ['lifeboat drill --due', 'what the schedule asks for; as often as you like'],
    ['lifeboat drill --plan monthly', 'as drills/monthly.yaml says'],
    ['lifeboat drill orders --sandbox process', 'with local programs, without a container engine'],
  ],
  run: async (input, shell) => {
    const configuration = await shell.configuration()
    const { loadDrillPlan } = await import('../../drill/plan.ts')
    const name = input.options['plan']
    const plan = await loadDrillPlan(typeof name === 'string' ? name : undefined, configuration.drillsPath)
    const names = input.arguments.length > 0 ? input.arguments : plan.targets
    const targets =
      names === undefined ? configuration.targets : names.map((each) => configuration.target(each))
    const { options } = input
    return eachTarget(targets, shell, (target) =>
      whenDue({ target, kind: 'drill', due: options['due'] === true, shell }, (occasion) =>
        drillTarget({ target, plan, options, occasion }, shell),
      ),
    )
  },
}

interface Drill {
  readonly target: Target
  readonly plan: DrillPlan
  readonly options: Readonly<Record<string, unknown>>
  readonly occasion: Occasion
}

async function drillTarget({ target, plan, options, occasion }: Drill, shell: Shell): Promise<Outcome> {
  const { runDrill } = await import('../../drill/drill.ts')
  await using job = await openAnchoredJob(target, shell, occasion)
  const { sandbox, backup, acceptUnanchored } = options
  const record = await keptOrNot(
    runDrill({
      ...job,
      plan: typeof sandbox === 'string' ? { ...plan, provider: sandbox as DrillPlan['provider'] } : plan,
      ...(typeof backup === 'string' ? { selector: backup } : {}),
      acceptUnanchored: acceptUnanchored === true,
    }),
    shell,
  )
  const { describeDrill } = await import('../output/describe-drill.ts')
  return {
    exitCode: exitCodeOf(record),
    result: { target: target.name, record },
    text: describeDrill(record),
  }
}
