import type { RetentionDecision } from '../../retention/retention-plan.ts'
import { columns, plural, seconds } from './lines.ts'

/** What stays and what goes of a target's backups, newest first, with the reasons. */
export function describePlan(decisions: readonly RetentionDecision[]): string {
  const rows = decisions
    .toReversed()
    .map(({ backup, keep, reasons }) => [
      keep ? 'keep' : 'drop',
      backup.id,
      seconds(backup.at),
      reasons.join('; '),
    ])
  return columns(['', 'backup', 'whole since', 'because'], rows)
}

/** `2 of 5 backups`. */
export function droppedOf(decisions: readonly RetentionDecision[]): string {
  return `${decisions.filter(({ keep }) => !keep).length} of ${plural(decisions.length, 'backup')}`
}
