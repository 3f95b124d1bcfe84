import type { Compliance } from '../../compliance/compliance.ts'
import type { GroupCompliance } from '../../compliance/group-compliance.ts'
import type { TargetCompliance } from '../../compliance/target-compliance.ts'
import { columns, duration, line, plural, seconds, VERDICT_WORDS } from './lines.ts'

/** The verdicts of a period as a person reads them; what is not shown comes last. */
export function describeCompliance({ project, period, asOf, targets, groups, evidence }: Compliance): string {
  return [
    `${project}, ${period.name}: by ${plural(evidence.records, 'record')} known at ${seconds(asOf)}`,
    columns(
      [
        'target',
        'overall',
        'RPO claimed',
        'worst',
        'inside',
        'RPO proven',
        'RTO',
        'longest',
        'integrity',
        'runs',
      ],
      targets.map(targetRow),
    ),
    ...groups.map(groupLine),
    ...targets.flatMap(({ target, limitations }) =>
      limitations.map((sentence) => line('limitation', `${target}: ${sentence}`)),
    ),
    ...evidence.notCounted.map((sentence) => line('problem', sentence)),
  ].join('\n')
}

function groupLine({ group, overall, rto, reconciliation }: GroupCompliance): string {
  const longest = rto.maxMs === undefined ? '' : ` (longest ${duration(rto.maxMs)})`
  return line(
    'group',
    `${group}: ${VERDICT_WORDS[overall]}, RTO ${VERDICT_WORDS[rto.verdict]}${longest}, reconciliation ${VERDICT_WORDS[reconciliation]}`,
  )
}

function targetRow({ target, verdicts, rpo: { claimed }, rto, population }: TargetCompliance): string[] {
  const due = population.slots.filter(({ state }) => state !== 'pending')
  const done = due.filter(({ state }) => state === 'executed' || state === 'late')
  return [
    target,
    VERDICT_WORDS[verdicts.overall],
    VERDICT_WORDS[verdicts.rpoClaimed],
    claimed.worst === undefined ? '-' : duration(claimed.worst.exposureMs),
    claimed.insideBps === undefined ? '-' : `${(claimed.insideBps / 100).toFixed(2)} %`,
    VERDICT_WORDS[verdicts.rpoProven],
    VERDICT_WORDS[verdicts.rto],
    rto.maxMs === undefined ? '-' : duration(rto.maxMs),
    VERDICT_WORDS[verdicts.integrity],
    due.length === 0 ? '-' : `${done.length} of ${due.length}`,
  ]
}
