import { OVERVIEW_DAYS, type PointNow, type TargetOverview } from '../../compliance/overview.ts'
import type { Exposure } from '../../compliance/exposure.ts'
import { describeDrills } from '../describe-drills.ts'
import { describeCounts, describeExceptions } from '../describe-population.ts'
import { blocks, code, list, plain, table } from '../markdown.ts'
import { chartText } from '../svg/drill-chart.ts'
import { duration, moment, NONE, plural, share, VERDICT_WORDS } from '../words.ts'

/** The section of one target; `chart` is the path of its chart, absent when there is no drill yet. */
export function describeOverview(overview: TargetOverview, chart: string | undefined): string {
  const { recent, drills } = overview
  return blocks([
    `## ${recent.target}`,
    describePoints(overview),
    describeVerdicts(overview),
    ...(chart === undefined ? ['No drill has been run yet.'] : [picture(recent.target, overview, chart)]),
    ...(drills.length === 0 ? [] : [details('These drills as a table', describeDrills(drills))]),
    describeRuns(overview),
    describeNext(overview),
    describeCheck(overview),
  ])
}

function describePoints({ claimed, anchored, proven }: TargetOverview): string {
  return table(
    ['recovery point', 'backup', 'data of (UTC)', 'age', 'meaning'],
    [
      pointRow('claimed', claimed, 'its upload was verified'),
      pointRow('anchored', anchored, 'a published record vouches for it'),
      pointRow('proven', proven, 'a drill has restored and compared it'),
    ],
  )
}

function pointRow(name: string, point: PointNow | undefined, meaning: string): string[] {
  if (point === undefined) return [name, '**none**', NONE, NONE, meaning]
  return [name, code(point.id), moment(point.at), duration(point.ageMs), meaning]
}

function describeVerdicts({ recent }: TargetOverview): string {
  const { rpo, rto, drills, verdicts, policies } = recent
  const objectives = policies.at(-1)?.objectives
  const proven = drills.filter((drill) => drill.proven).length
  return table(
    ['', 'objective', `actual in ${OVERVIEW_DAYS} days`, 'verdict'],
    [
      [
        'RPO, claimed points',
        objectiveText(objectives?.rpoMs),
        exposureText(rpo.claimed),
        VERDICT_WORDS[verdicts.rpoClaimed],
      ],
      [
        'RPO, proven points',
        objectiveText(objectives?.rpoMs),
        exposureText(rpo.proven),
        VERDICT_WORDS[verdicts.rpoProven],
      ],
      [
        'RTO',
        objectiveText(drills.at(-1)?.rtoMs ?? objectives?.rtoMs),
        rto.n === 0
          ? NONE
          : `${plural(rto.n, 'drill')}: median ${duration(rto.medianMs)}, longest ${duration(rto.maxMs)}`,
        VERDICT_WORDS[verdicts.rto],
      ],
      [
        'integrity',
        'what comes back is what was there',
        drills.length === 0 ? NONE : `${proven} of ${plural(drills.length, 'drill')} proved it`,
        VERDICT_WORDS[verdicts.integrity],
      ],
    ],
  )
}

function objectiveText(ms: number | undefined): string {
  return ms === undefined ? 'not set' : duration(ms)
}

function exposureText({ worst, insideBps, withoutPointMs }: Exposure): string {
  const parts = [
    ...(worst === undefined ? [] : [`worst ${duration(worst.exposureMs)} before ${moment(worst.at)}`]),
    ...(insideBps === undefined ? [] : [`${share(insideBps)} of the time inside`]),
    ...(withoutPointMs === 0 ? [] : [`no point for ${duration(withoutPointMs)}`]),
  ]
  return parts.length === 0 ? NONE : parts.join(', ')
}

function picture(target: string, { drills }: TargetOverview, chart: string): string {
  return `![${chartText(target, drills)}](${chart})`
}

function details(summary: string, content: string): string {
  return blocks([`<details><summary>${summary}</summary>`, content, '</details>'])
}

function describeRuns({ recent: { population }, next }: TargetOverview): string {
  if (population.slots.length === 0) {
    return next.length > 0 ? 'No run has been due yet.' : 'No policy record says which runs were expected.'
  }
  const exceptions = describeExceptions(population)
  return blocks([
    `Runs expected in ${OVERVIEW_DAYS} days:`,
    describeCounts(population),
    exceptions === ''
      ? 'All of them were executed in time.'
      : details('Those not executed in time', exceptions),
  ])
}

function describeNext({ next }: TargetOverview): string {
  if (next.length === 0) return 'Nothing is scheduled.'
  return `Next due (UTC): ${next.map(({ kind, at }) => `${kind} ${moment(at)}`).join(', ')}.`
}

function describeCheck({ check }: TargetOverview): string {
  if (check === undefined) return ''
  const when = `The last check, at ${moment(check.at)},`
  if (check.findings.length === 0) return `${when} found nothing wrong.`
  return blocks([
    `${when} found:`,
    list(
      check.findings.map(
        ({ code: name, severity, message }) => `${severity}: ${plain(message)} (${code(name)})`,
      ),
    ),
  ])
}
