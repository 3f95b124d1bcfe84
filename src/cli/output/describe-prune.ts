import type { PruneRecord } from '../../core/record.ts'
import type { PrunePlan } from '../../prune/run-prune.ts'
import type { RetentionDecision } from '../../retention/retention-plan.ts'
import { columns, line, plural, recordLines, seconds } from './lines.ts'

/** A plan that was not applied, as a person reads it. */
export function describePrunePlan(
  target: string,
  { decisions, findings }: Pick<PrunePlan, 'decisions' | 'findings'>,
): string {
  const advice = decisions.some(({ keep }) => !keep) ? '; --apply removes them' : ''
  return [
    `${target}: ${droppedOf(decisions)} would be removed${advice}`,
    ...tableOf(decisions),
    ...findingLines(findings),
  ].join('\n')
}

/** What a prune run did, as a person reads it. */
export function describePrune(record: PruneRecord, plan: PrunePlan | undefined): string {
  const { target, dropped, kept } = record
  const count = (result: PruneRecord['dropped'][number]['result']): number =>
    dropped.filter((each) => each.result === result).length
  const left = dropped.length - count('removed')
  const rest = left === 0 ? '' : `, ${left} that should have been ${left === 1 ? 'is' : 'are'} NOT`
  return [
    `${target}: ${count('removed')} of ${plural(dropped.length + kept.length, 'backup')} removed${rest}`,
    ...tableOf(plan?.decisions ?? []),
    ...recordLines(record),
  ].join('\n')
}

/** What stays and what goes, newest first, with the reasons. */
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

function tableOf(decisions: readonly RetentionDecision[]): readonly string[] {
  return decisions.length === 0 ? [] : [describePlan(decisions)]
}

function findingLines(findings: readonly string[]): readonly string[] {
  return findings.map((text) => line('finding', text))
}
