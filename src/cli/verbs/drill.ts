import { LifeboatError } from '../../core/errors.ts'
import type { DrillPlan } from '../../drill/plan.ts'
import { drillGroup } from '../drill-group.ts'
import { drillTarget } from '../drill-target.ts'
import { DUE_OPTION, whenDue } from '../due.ts'
import { eachUnit } from '../each-unit.ts'
import { loneTarget, type InsteadOfGroup } from '../lone-target.ts'
import type { Shell } from '../shell.ts'
import { chosenUnits, TARGETS_ARGUMENT } from '../units.ts'
import type { Verb, VerbInput } from '../verb.ts'

export const drillVerb: Verb = {
  name: 'drill',
  summary: 'restore a backup in a throw-away server and prove what came back',
  arguments: [TARGETS_ARGUMENT],
  options: [
    DUE_OPTION,
    {
      flags: '-p, --plan <name>',
      description: 'a plan in drills/; a plain drill of the latest backup without one',
    },
    {
      flags: '-b, --backup <which>',
      description:
        'a certain backup instead of what the plan selects; of a group, that of the source of truth',
    },
    {
      flags: '--sandbox <provider>',
      description: 'where to restore',
      choices: ['auto', 'container', 'process'],
    },
    {
      flags: '--fresh',
      description: 'back up first and drill what that took: for a group, its members one after the other',
    },
    {
      flags: '--accept-unanchored',
      description: 'drill a backup that no record vouches for; it is never proven',
    },
  ],
  examples: [
    ['lifeboat drill', 'the newest backup of every target'],
    ['lifeboat drill platform --fresh', 'a group: backed up, restored side by side, reconciled'],
    ['lifeboat drill --due', 'what the schedule asks for; as often as you like'],
    ['lifeboat drill --plan monthly', 'as drills/monthly.yaml says'],
    ['lifeboat drill orders --sandbox process', 'with local programs, without a container engine'],
  ],
  run: async (input, shell) => {
    const { options } = input
    if (options['fresh'] === true && options['backup'] !== undefined) throw freshOrGiven()
    const plan = await chosenPlan(input, shell)
    const names = input.arguments.length > 0 ? input.arguments : (plan.targets ?? [])
    const due = options['due'] === true
    return eachUnit(await chosenUnits(shell, names), shell, {
      target: (target) =>
        whenDue({ target, kind: 'drill', due, shell }, (occasion) =>
          drillTarget({ target, plan, options, occasion }, shell),
        ),
      group: (unit) => drillGroup(unit, { plan, options, due }, shell),
    })
  },
}

async function chosenPlan({ options }: VerbInput, shell: Shell): Promise<DrillPlan> {
  const configuration = await shell.configuration()
  const { loadDrillPlan } = await import('../../drill/plan.ts')
  const { plan: name, sandbox } = options
  const plan = await loadDrillPlan(typeof name === 'string' ? name : undefined, configuration.drillsPath)
  // What is written for a name that no target has would never be asked, and nobody would notice.
  for (const target of Object.keys({ ...plan.checks, ...plan.integrity }))
    loneTarget(configuration, target, UNDER_EACH_MEMBER)
  return typeof sandbox === 'string' ? { ...plan, provider: sandbox as DrillPlan['provider'] } : plan
}

const UNDER_EACH_MEMBER: InsteadOfGroup = {
  why: 'and what a drill plan asks is asked of one target',
  fix: (members) => `write the checks and rules under its members: ${members.join(', ')}`,
}

function freshOrGiven(): LifeboatError {
  return new LifeboatError({
    code: 'usage-invalid',
    what: '--fresh drills the backup that it takes, and --backup names another one',
    fix: 'leave one of them out',
  })
}
