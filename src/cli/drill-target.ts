import type { Target } from '../core/target.ts'
import type { DrillPlan } from '../drill/plan.ts'
import { backupTarget } from './backup-target.ts'
import type { Occasion } from './due.ts'
import { exitCodeOf, joinExitCodes } from './each-target.ts'
import { keptOrNot } from './kept-or-not.ts'
import { openAnchoredJob } from './open-job.ts'
import type { Shell } from './shell.ts'
import type { Outcome } from './verb.ts'

export interface DrillCall {
  /** With the provider that was asked for. */
  readonly plan: DrillPlan
  /** As `drill` takes them. */
  readonly options: Readonly<Record<string, unknown>>
}

/** Drills one target, with `--fresh` a backup that it takes first; one that could not be taken is not drilled. */
export async function drillTarget(
  { target, occasion, ...call }: DrillCall & { readonly target: Target; readonly occasion: Occasion },
  shell: Shell,
): Promise<Outcome> {
  if (call.options['fresh'] !== true) return drillOne({ target, occasion, ...call }, shell)
  const taken = await backupTarget({ target, options: {}, occasion: { trigger: shell.trigger } }, shell)
  if (taken.record.error !== undefined) return taken
  const plan: DrillPlan = { ...call.plan, select: 'latest' }
  const drilled = await drillOne({ target, occasion, options: call.options, plan }, shell)
  return afterBackup(taken, drilled)
}

/** A drill and the backup that was taken for it, as one outcome. */
export function afterBackup(taken: Outcome, drilled: Outcome): Outcome {
  return {
    exitCode: joinExitCodes([taken.exitCode, drilled.exitCode]),
    result: { ...drilled.result, backup: taken.result },
    text: `${taken.text}\n\n${drilled.text}`,
  }
}

async function drillOne(
  { target, occasion, plan, options }: DrillCall & { readonly target: Target; readonly occasion: Occasion },
  shell: Shell,
): Promise<Outcome> {
  const { runDrill } = await import('../drill/drill.ts')
  await using job = await openAnchoredJob(target, shell, occasion)
  const { backup, acceptUnanchored } = options
  const record = await keptOrNot(
    runDrill({
      ...job,
      plan,
      ...(typeof backup === 'string' ? { selector: backup } : {}),
      acceptUnanchored: acceptUnanchored === true,
    }),
    shell,
  )
  const { describeDrill } = await import('./output/describe-drill.ts')
  return {
    exitCode: exitCodeOf(record),
    result: { target: target.name, record },
    text: describeDrill(record),
  }
}
