import type { Target } from '../../core/target.ts'
import { chosenTargets, eachTarget, exitCodeOf } from '../each-target.ts'
import { DUE_OPTION, whenDue, type Occasion } from '../due.ts'
import { openAnchoredJob } from '../open-job.ts'
import { keptOrNot } from '../kept-or-not.ts'
import type { Shell } from '../shell.ts'
import type { Outcome, Verb } from '../verb.ts'

export const verifyVerb: Verb = {
  name: 'verify',
  summary: 'read a backup whole and compare every byte with its record',
  arguments: [
    { notation: '[target...]', description: 'names in lifeboat.yaml; all of them when none is given' },
  ],
  options: [
    DUE_OPTION,
    {
      flags: '-b, --backup <which>',
      description: 'latest, an id, a manifest key, or a time',
      default: 'latest',
    },
  ],
  examples: [
    ['lifeboat verify', 'the newest backup of every target'],
    ['lifeboat verify orders --backup 2026-11-01T00:00:00Z', 'the newest one of that time or before'],
  ],
  run: async (input, shell) => {
    const targets = await chosenTargets(shell, input.arguments)
    const selector = String(input.options['backup'])
    const due = input.options['due'] === true
    return eachTarget(targets, shell, (target) =>
      whenDue({ target, kind: 'verify', due, shell }, (occasion) =>
        verifyTarget({ target, selector, occasion }, shell),
      ),
    )
  },
}

interface Verification {
  readonly target: Target
  readonly selector: string
  readonly occasion?: Occasion
}

/** Verifies one backup of one target; also what `backup --verify` does. */
export async function verifyTarget(
  { target, selector, occasion }: Verification,
  shell: Shell,
): Promise<Outcome> {
  const { runVerify } = await import('../../backup/verify.ts')
  await using job = await openAnchoredJob(target, shell, occasion)
  const record = await keptOrNot(runVerify({ ...job, selector }), shell)
  const { describeVerification } = await import('../output/describe-backup.ts')
  return {
    exitCode: exitCodeOf(record),
    result: { target: target.name, record },
    text: describeVerification(record),
  }
}
