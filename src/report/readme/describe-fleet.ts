import type { TargetOverview } from '../../compliance/overview.ts'
import { instant } from '../../compliance/period.ts'
import { blocks, list, table } from '../markdown.ts'
import { duration, moment, NONE, VERDICT_WORDS } from '../words.ts'
import { describeOverview } from './describe-overview.ts'

export interface FleetPage {
  readonly project: string
  /** Milliseconds. */
  readonly asOf: number
  readonly overviews: readonly TargetOverview[]
  /** Paths of the charts by target, from the page. */
  readonly charts: ReadonlyMap<string, string>
  /** Names of the periods that have a report. */
  readonly periods: readonly string[]
}

/** The page that people see first in the evidence folder. */
export function describeFleet({ project, asOf, overviews, charts, periods }: FleetPage): string {
  return `${blocks([
    `# Backups and drills of ${project}`,
    `As of ${moment(instant(asOf))} UTC: the newest record, or a later time at which a run was expected. Rebuilt by \`lifeboat report\`; do not edit.`,
    table(
      [
        'target',
        'RPO, claimed',
        'RTO',
        'integrity',
        'newest claimed',
        'newest proven',
        'missed or failed runs',
      ],
      overviews.map(summaryRow),
    ),
    ...overviews.map((overview) => describeOverview(overview, charts.get(overview.recent.target))),
    '## Compliance reports',
    list(
      periods
        .toSorted()
        .toReversed()
        .map((name) => `[${name}](compliance/${name}.md)`),
    ),
  ])}\n`
}

function summaryRow({ recent, claimed, proven }: TargetOverview): string[] {
  const { target, verdicts, population } = recent
  const bad = population.slots.filter(({ state }) => state === 'missed' || state === 'failed')
  return [
    `[${target}](#${target.toLowerCase()})`,
    VERDICT_WORDS[verdicts.rpoClaimed],
    VERDICT_WORDS[verdicts.rto],
    VERDICT_WORDS[verdicts.integrity],
    claimed === undefined ? '**none**' : `${duration(claimed.ageMs)} old`,
    proven === undefined ? '**none**' : `${duration(proven.ageMs)} old`,
    population.slots.length === 0 ? NONE : `${bad.length} of ${population.slots.length}`,
  ]
}
