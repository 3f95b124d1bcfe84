import type { Compliance } from '../../compliance/compliance.ts'
import type { GroupCompliance } from '../../compliance/group-compliance.ts'
import type { TargetCompliance } from '../../compliance/target-compliance.ts'
import { blocks, code, list, plain, table } from '../markdown.ts'
import { duration, moment, plural, share, VERDICT_WORDS } from '../words.ts'
import { describeTarget } from './describe-target.ts'

const HOW = [
  'Exposure at a moment is its distance to the data of the newest recovery point that was available then; its worst is just before the next point lands. The time before the first point of the period and after the last is included; without any point everything would have been lost.',
  'A backup counts as claimed from when its upload was confirmed, and as proven from the end of the drill that proved it, until it is found bad or is removed. The overall verdict is the worst of RPO by claimed points, RTO and integrity; RPO by proven points stands beside it.',
  'RTO compares each drill with the objective in force at its time. A drill measures the restore, not how long it takes to notice a loss and to decide.',
  'Expected runs come from the policy records in force. A run is late when it began more than an hour after its time, or after half the time to the next one; what nobody ran is missed.',
  'Nothing that is missing is ever met.',
]

/** A compliance report for people; the JSON beside it holds the same and every run with its record. */
export function describePeriod(compliance: Compliance): string {
  const { project, period, asOf, targets, groups } = compliance
  return `${blocks([
    `# Compliance of ${project}, ${period.name}`,
    `From ${moment(period.from)} to ${moment(period.to)} (not included), by what was known at ${moment(asOf)}. All times are UTC.`,
    table(
      ['target', 'overall', 'RPO, claimed', 'RPO, proven', 'RTO', 'integrity', 'time inside', 'runs done'],
      targets.map(summaryRow),
    ),
    describeGroups(groups),
    ...targets.map(describeTarget),
    '## How it was computed',
    list(HOW),
    describeEvidence(compliance),
  ])}\n`
}

function summaryRow({ target, verdicts, rpo, population }: TargetCompliance): string[] {
  const expected = population.slots.filter(({ state }) => state !== 'pending')
  const done = expected.filter(({ state }) => state === 'executed' || state === 'late')
  return [
    target,
    VERDICT_WORDS[verdicts.overall],
    VERDICT_WORDS[verdicts.rpoClaimed],
    VERDICT_WORDS[verdicts.rpoProven],
    VERDICT_WORDS[verdicts.rto],
    VERDICT_WORDS[verdicts.integrity],
    share(rpo.claimed.insideBps),
    expected.length === 0 ? 'none expected' : `${done.length} of ${expected.length}`,
  ]
}

function describeGroups(groups: readonly GroupCompliance[]): string {
  if (groups.length === 0) return ''
  return blocks([
    'A group is as good as the worst of its members, and as its own drills showed it to be:',
    table(
      [
        'group',
        'members',
        'overall',
        'RPO, claimed',
        'worst exposure',
        'RPO, proven',
        'RTO',
        'longest',
        'drills',
        'reconciled',
      ],
      groups.map(({ group, targets, overall, rpo, rto, reconciliation }) => [
        group,
        targets.join(', '),
        VERDICT_WORDS[overall],
        VERDICT_WORDS[rpo.claimed.verdict],
        duration(rpo.claimed.worst?.exposureMs),
        VERDICT_WORDS[rpo.proven.verdict],
        VERDICT_WORDS[rto.verdict],
        duration(rto.maxMs),
        String(rto.n),
        VERDICT_WORDS[reconciliation],
      ]),
    ),
  ])
}

function describeEvidence({ evidence: { ledger, records, unpublished, notCounted } }: Compliance): string {
  const head =
    ledger === undefined
      ? 'no ledger was published'
      : `the ledger up to batch ${ledger.sequence}, head ${code(ledger.head)}`
  return blocks([
    '## Evidence',
    `${plural(records, 'record')}: ${head}; ${unpublished} of them not published yet.`,
    list(notCounted.map(plain)),
  ])
}
