import { EXIT, LifeboatError, worstExitCode } from '../../core/errors.ts'
import type { Target } from '../../core/target.ts'
import { parseDuration } from '../../core/units.ts'
import type { PruneJob, PrunePlan } from '../../prune/run-prune.ts'
import { closing } from '../closing.ts'
import { eachTarget, exitCodeOf } from '../each-target.ts'
import { DUE_OPTION, whenDue, type Occasion } from '../due.ts'
import { keptOrNot } from '../kept-or-not.ts'
import { openAnchoredJob } from '../open-job.ts'
import type { Shell } from '../shell.ts'
import { chosenTargets, TARGETS_ARGUMENT } from '../units.ts'
import type { Outcome, Verb } from '../verb.ts'

export const pruneVerb: Verb = {
  name: 'prune',
  summary: 'show which backups retention keeps and drops, and why; with --apply remove those it drops',
  arguments: [TARGETS_ARGUMENT],
  options: [
    DUE_OPTION,
    { flags: '--apply', description: 'remove what the plan drops; without it nothing is changed' },
    {
      flags: '--older-than <age>',
      description: 'drop what is older than this, such as 30d, instead of retention.within',
    },
  ],
  examples: [
    ['lifeboat prune', 'the plan for every target'],
    ['lifeboat prune orders --apply', 'remove what the plan drops'],
    ['lifeboat prune --due --apply', 'what the schedule asks for; as often as you like'],
    ['lifeboat prune orders --older-than 30d', 'another age for once; every other rule holds'],
  ],
  run: async (input, shell): Promise<Outcome> => {
    const olderThanMs = ageOf(input.options['olderThan'])
    const apply = input.options['apply'] === true
    const due = input.options['due'] === true
    if (due && !apply) throw planOnSchedule()
    const targets = await chosenTargets(shell, input.arguments)
    return eachTarget(targets, shell, (target) =>
      whenDue({ target, kind: 'prune', due, shell }, (occasion) =>
        pruneTarget({ target, olderThanMs, apply, occasion }, shell),
      ),
    )
  },
}

interface PruneRequest {
  readonly target: Target
  readonly olderThanMs: number | undefined
  readonly apply: boolean
  readonly occasion: Occasion
}

async function pruneTarget(request: PruneRequest, shell: Shell): Promise<Outcome> {
  const { target, olderThanMs, apply, occasion } = request
  const { planPrune } = await import('../../prune/run-prune.ts')
  const configuration = await shell.configuration()
  await using opened = await openAnchoredJob(target, shell, occasion)
  // The one verb besides sweep that is given a store that can remove.
  await using store = closing(await configuration.openStore(target.store))
  const job = { ...opened, store: store.value, ...(olderThanMs === undefined ? {} : { olderThanMs }) }
  return apply ? await applied(job, shell) : await planned(target.name, await planPrune(job))
}

async function planned(target: string, { decisions, findings }: PrunePlan): Promise<Outcome> {
  const { describePrunePlan } = await import('../output/describe-prune.ts')
  return {
    exitCode: findings.length === 0 ? EXIT.done : EXIT.breached,
    result: { target, applied: false, decisions, findings },
    text: describePrunePlan(target, { decisions, findings }),
  }
}

async function applied(job: PruneJob, shell: Shell): Promise<Outcome> {
  const { runPrune } = await import('../../prune/run-prune.ts')
  const { describePrune } = await import('../output/describe-prune.ts')
  const plans: PrunePlan[] = []
  const record = await keptOrNot(runPrune({ ...job, planned: (plan) => plans.push(plan) }), shell)
  const findings = plans.flatMap((plan) => plan.findings)
  return {
    exitCode: worstExitCode([exitCodeOf(record), ...(findings.length === 0 ? [] : [EXIT.breached])]),
    result: { target: job.target.name, applied: true, record, findings },
    text: describePrune(record, plans[0]),
  }
}

function planOnSchedule(): LifeboatError {
  return new LifeboatError({
    code: 'usage-invalid',
    what: '--due is given without --apply',
    why: 'a plan removes nothing and leaves no record, so that the scheduled time would stay open',
    fix: 'give both, or leave --due out',
  })
}

function ageOf(written: unknown): number | undefined {
  if (typeof written !== 'string') return undefined
  const age = parseDuration(written)
  if (age !== undefined) return age
  throw new LifeboatError({
    code: 'usage-invalid',
    what: `--older-than ${written} is no age`,
    fix: 'write a number and a unit: --older-than 30d',
  })
}
