import { EXIT, LifeboatError } from '../../core/errors.ts'
import type { ScheduleKind, Target } from '../../core/target.ts'
import type { Shell } from '../shell.ts'
import { chosenTargets, chosenUnits, TARGETS_ARGUMENT, type Unit } from '../units.ts'
import type { Outcome, Verb, VerbInput } from '../verb.ts'

const KINDS: readonly ScheduleKind[] = ['backup', 'verify', 'drill', 'prune', 'check']

export const planVerb: Verb = {
  name: 'plan',
  summary:
    'show what runs when and what it costs on GitHub; with --matrix, which targets a workflow has to run',
  arguments: [TARGETS_ARGUMENT],
  options: [
    { flags: '--kind <kind>', description: 'only this kind of run', choices: KINDS },
    { flags: '--matrix', description: 'print the targets as a matrix of a GitHub workflow; needs --kind' },
    { flags: '--due', description: 'with --matrix: only those for which something is due now' },
  ],
  examples: [
    ['lifeboat plan', 'every schedule, its next times and its minutes a month'],
    ['lifeboat plan --matrix --kind backup --due', 'the jobs that a tick of a workflow has to start'],
  ],
  run: async (input, shell): Promise<Outcome> => {
    if (input.options['matrix'] === true) return matrix(input, shell)
    return overview(await chosenTargets(shell, input.arguments), input, shell)
  },
}

/** A group is one job of what is done with its members together, and due as soon as one of them is. */
const TOGETHER: ReadonlySet<ScheduleKind> = new Set(['backup', 'drill'])

async function matrix({ options, arguments: names }: VerbInput, shell: Shell): Promise<Outcome> {
  const kind = KINDS.find((each) => each === options['kind'])
  if (kind === undefined) throw kindMissing()
  const { matrixOf } = await import('../../schedule/matrix.ts')
  const { mayBeDue } = await import('../due.ts')
  const units: readonly Unit[] = TOGETHER.has(kind)
    ? await chosenUnits(shell, names)
    : (await chosenTargets(shell, names)).map((target) => ({ targets: [target] }))
  const chosen: string[] = []
  for (const { group, targets } of units) {
    let due = options['due'] !== true
    for (const target of targets) due ||= await mayBeDue(target, kind, shell)
    if (due) chosen.push(group?.name ?? targets[0]?.name ?? '')
  }
  const found = matrixOf(chosen)
  return { exitCode: EXIT.done, result: { matrix: found }, text: JSON.stringify(found) }
}

async function overview(targets: readonly Target[], { options }: VerbInput, shell: Shell): Promise<Outcome> {
  const { planSchedules } = await import('../plan-schedules.ts')
  const { describePlan } = await import('../output/describe-plan.ts')
  const kinds = KINDS.filter((kind) => options['kind'] === undefined || kind === options['kind'])
  const plan = await planSchedules(targets, kinds, shell)
  return { exitCode: EXIT.done, result: { ...plan }, text: describePlan(plan) }
}

function kindMissing(): LifeboatError {
  return new LifeboatError({
    code: 'usage-invalid',
    what: '--matrix needs --kind',
    fix: `name one of ${KINDS.join(', ')}: lifeboat plan --matrix --kind backup`,
  })
}
