import { EXIT, worstExitCode } from '../../core/errors.ts'
import type { Target } from '../../core/target.ts'
import type { CheckOutcome } from '../../health/run-check.ts'
import { DUE_OPTION, whenDue, type Occasion } from '../due.ts'
import { eachTarget, exitCodeOf } from '../each-target.ts'
import { keptOrNot } from '../kept-or-not.ts'
import { openAnchoredJob } from '../open-job.ts'
import type { Shell } from '../shell.ts'
import { chosenTargets, TARGETS_ARGUMENT } from '../units.ts'
import type { Outcome, Verb } from '../verb.ts'

export const checkVerb: Verb = {
  name: 'check',
  summary: 'find what is overdue, failed or at risk, by the schedule, the objectives and the newest runs',
  arguments: [TARGETS_ARGUMENT],
  options: [DUE_OPTION],
  examples: [
    ['lifeboat check', 'all targets; exit 5 when there is a finding'],
    ['lifeboat check orders --json', 'for a script'],
    ['lifeboat check --due', 'what the schedule asks for; as often as you like'],
  ],
  run: async (input, shell): Promise<Outcome> => {
    const targets = await chosenTargets(shell, input.arguments)
    const due = input.options['due'] === true
    return eachTarget(targets, shell, (target) =>
      whenDue({ target, kind: 'check', due, shell }, (occasion) => checkTarget(target, occasion, shell)),
    )
  },
}

async function checkTarget(target: Target, occasion: Occasion, shell: Shell): Promise<Outcome> {
  const { runCheck } = await import('../../health/run-check.ts')
  const { describeCheck } = await import('../output/describe-check.ts')
  await using job = await openAnchoredJob(target, shell, occasion)
  const outcomes: CheckOutcome[] = []
  const record = await keptOrNot(runCheck({ ...job, found: (outcome) => outcomes.push(outcome) }), shell)
  const [outcome] = outcomes
  const backups = outcome?.backups
  return {
    exitCode: worstExitCode([exitCodeOf(record), outcome?.exitCode ?? EXIT.done]),
    result: { target: target.name, ...(backups === undefined ? {} : { backups }), record },
    text: describeCheck(record, backups),
  }
}
