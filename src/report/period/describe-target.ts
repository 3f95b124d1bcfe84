import type { TargetCompliance } from '../../compliance/target-compliance.ts'
import { describeDrills } from '../describe-drills.ts'
import { describePopulation } from '../describe-population.ts'
import { blocks, code, list, plain, table } from '../markdown.ts'
import { duration, moment, plural, VERDICT_WORDS } from '../words.ts'
import { describeExposure } from './describe-exposure.ts'

/** The section of one target. */
export function describeTarget(target: TargetCompliance): string {
  return blocks([
    `## ${target.target} (${target.engine})`,
    describeObjectives(target),
    describeExposure(target),
    describeRecoveryTime(target),
    describePopulation(target.population),
    ...(target.limitations.length === 0 ? [] : ['### Limitations']),
    list(target.limitations),
  ])
}

function describeObjectives({ policies }: TargetCompliance): string {
  if (policies.length === 0) return 'No policy record was in force: objectives and schedules are not known.'
  return blocks([
    '### Objectives and schedules in force',
    table(
      ['from', 'to', 'RPO', 'RTO', 'approved', 'schedules', 'record'],
      policies.map(({ from, to, objectives, schedule, timeZone, id }) => [
        moment(from),
        moment(to),
        objectives.rpoMs === undefined ? 'not set' : duration(objectives.rpoMs),
        objectives.rtoMs === undefined ? 'not set' : duration(objectives.rtoMs),
        plain(
          [objectives.approvedBy, objectives.approvedAt].filter((part) => part !== undefined).join(', '),
        ) || 'not said',
        schedulesText(schedule, timeZone),
        code(id),
      ]),
    ),
  ])
}

function schedulesText(schedule: TargetCompliance['policies'][number]['schedule'], timeZone: string): string {
  const kinds = Object.entries(schedule).toSorted(([a], [b]) => (a < b ? -1 : 1))
  if (kinds.length === 0) return 'none'
  return `${kinds.map(([kind, cron]) => `${kind} ${code(cron)}`).join(', ')} (${timeZone})`
}

function describeRecoveryTime({ rto, drills, verdicts }: TargetCompliance): string {
  const { n, medianMs, maxMs, phases } = rto
  const measured =
    n === 0
      ? 'No drill that ended in the period measured a recovery time'
      : `${plural(n, 'drill')} measured it: median ${duration(medianMs)}, longest ${duration(maxMs)}`
  return blocks([
    '### Recovery time: what a restore took',
    `RTO ${VERDICT_WORDS[verdicts.rto]}. ${measured}. Integrity of what came back: ${VERDICT_WORDS[verdicts.integrity]}.`,
    table(
      ['phase', 'drills', 'median'],
      phases.map((phase) => [phase.name, String(phase.n), duration(phase.medianMs)]),
    ),
    describeDrills(drills),
  ])
}
