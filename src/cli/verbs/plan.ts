import { EXIT, LifeboatError } from '../../core/errors.ts'
import type { ScheduleKind, Target } from '../../core/target.ts'
import { chosenTargets } from '../each-target.ts'
import type { Shell } from '../shell.ts'
import type { Outcome, Verb, VerbInput } from '../verb.ts'

const KINDS: readonly ScheduleKind[] = ['backup', 'verify', 'drill', 'prune', 'check']

export const planVerb: Verb = {
  name: 'plan',
  summary:
    'show what runs when and what it costs on GitHub; with --matrix, which targets a workflow has to run',
  arguments: [
    { notation: '[target...]', description: 'names in lifeboat.yaml; all of them when none is given' },
  ],
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
    const targets = await chosenTargets(shell, input.arguments)
    return input.options['matrix'] === true ? matrix(targets, input, shell) : overview(targets, input, shell)
  },
}

async function matrix(targets: readonly Target[], { options }: VerbInput, shell: Shell): Promise<Outcome> {
  const kind = KINDS.find((each) => each === options['kind'])
  if (kind === undefined) throw kindMissing()
  const { matrixOf } = await import('../../schedule/matrix.ts')
  const { mayBeDue } = await import('../due.ts')
  const chosen: string[] = []
  for (const target of targets) {
    if (options['due'] !== true || (await mayBeDue(target, kind, shell))) chosen.push(target.name)
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
