import type { Target } from '../core/target.ts'
import type { Occasion } from './due.ts'
import { exitCodeOf } from './each-target.ts'
import { keptOrNot } from './kept-or-not.ts'
import { openAnchoredJob } from './open-job.ts'
import type { Shell } from './shell.ts'
import type { Outcome } from './verb.ts'

export interface Verification {
  readonly target: Target
  readonly selector: string
  readonly occasion?: Occasion
}

/** Verifies one backup of one target; also what `backup --verify` does. */
export async function verifyTarget(
  { target, selector, occasion }: Verification,
  shell: Shell,
): Promise<Outcome> {
  const { runVerify } = await import('../backup/verify.ts')
  await using job = await openAnchoredJob(target, shell, occasion)
  const record = await keptOrNot(runVerify({ ...job, selector }), shell)
  const { describeVerification } = await import('./output/describe-backup.ts')
  return {
    exitCode: exitCodeOf(record),
    result: { target: target.name, record },
    text: describeVerification(record),
  }
}
