import type { GroupStatus } from '../../status/group-status.ts'
import type { Point, ProvenPoint, TargetStatus } from '../../status/target-status.ts'
import { columns, duration, line, plural, seconds, VERDICT_WORDS, verdictText } from './lines.ts'

export interface NextRuns {
  readonly backup?: string
  readonly drill?: string
}

/** What a target's backups are worth now, as a person reads it; what is wrong comes last. */
export function describeStatus(status: TargetStatus & { readonly next: NextRuns }, ledger: boolean): string {
  const { target, backups, claimed, anchored, proven, rpo, next, findings } = status
  return [
    `${target}: ${plural(backups, 'backup')}, RPO ${verdictText(rpo.verdict, rpo.actualMs, rpo.objectiveMs)}`,
    columns(
      ['', 'backup', 'data of', 'age', ''],
      [
        row('claimed', claimed, claimed === undefined ? noneWords(backups) : 'its upload was verified'),
        row('anchored', anchored, anchored === undefined ? unpublishedWords(claimed) : 'published'),
        row('proven', proven, provenWords(proven, ledger)),
      ],
    ),
    `next backup ${next.backup === undefined ? 'is not scheduled' : seconds(next.backup)}, next drill ${next.drill === undefined ? 'is not scheduled' : seconds(next.drill)}`,
    ...findings.map(({ what, code }) => line('finding', `${what} [${code}]`)),
  ].join('\n')
}

/** What the newest drill of a group showed, as a person reads it. */
export function describeGroupStatus({ group, targets, drill, rto }: GroupStatus): string {
  const members = plural(targets.length, 'member')
  const judged = `RTO ${verdictText(rto.verdict, rto.actualMs, rto.objectiveMs)}`
  if (drill === undefined) return `${group}: ${members}, never drilled together, ${judged}`
  const { id, startedAt, proven, reconciliation, skewMs } = drill
  const together = proven ? 'proven together' : 'NOT PROVEN together'
  return [
    `${group}: ${members}, ${together}, ${judged}`,
    line('drilled', `${seconds(startedAt)} (${id})`),
    line('reconciled', VERDICT_WORDS[reconciliation]),
    ...(skewMs === undefined ? [] : [line('captured', `${duration(skewMs)} apart`)]),
  ].join('\n')
}

function noneWords(backups: number): string {
  return backups === 0 ? 'there is no backup' : 'none of them can be relied on'
}

function unpublishedWords(claimed: Point | undefined): string {
  return claimed === undefined ? 'none' : 'publish the records: lifeboat collect'
}

function provenWords(proven: ProvenPoint | undefined, ledger: boolean): string {
  if (proven === undefined) return 'no drill has proven one'
  const drilled = `grade ${proven.grade ?? '?'}, drilled ${seconds(proven.drilledAt)}`
  return ledger && !proven.published ? `${drilled}, by a record that is NOT PUBLISHED` : drilled
}

function row(name: string, at: Point | undefined, note: string): string[] {
  return at === undefined
    ? [name, '-', '-', '-', note]
    : [name, at.id, seconds(at.at), duration(at.ageMs), note]
}
