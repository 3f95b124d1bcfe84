import type { Breach, Exposure } from '../../compliance/exposure.ts'
import type { TargetCompliance } from '../../compliance/target-compliance.ts'
import { blocks, table } from '../markdown.ts'
import { duration, moment, NONE, share, VERDICT_WORDS } from '../words.ts'

/** Both curves of a target: the verdicts, and every time outside the objective. */
export function describeExposure({ rpo: { claimed, proven } }: TargetCompliance): string {
  return blocks([
    '### Recovery point: what a loss would have cost',
    table(
      [
        'recovery points',
        'verdict',
        'worst exposure',
        'in the moment before',
        'time inside',
        'without any point',
      ],
      [curveRow('claimed', claimed), curveRow('proven', proven)],
    ),
    breaches('claimed', claimed.breaches),
    breaches('proven', proven.breaches),
  ])
}

function curveRow(name: string, exposure: Exposure): string[] {
  const { verdict, worst, insideBps, withoutPointMs } = exposure
  return [
    name,
    VERDICT_WORDS[verdict],
    duration(worst?.exposureMs),
    moment(worst?.at),
    share(insideBps),
    withoutPointMs === 0 ? NONE : duration(withoutPointMs),
  ]
}

function breaches(name: string, found: readonly Breach[]): string {
  if (found.length === 0) return ''
  return blocks([
    `Outside the objective by ${name} points:`,
    table(
      ['from', 'to', 'for', 'worst exposure', 'without any point'],
      found.map(({ from, to, durationMs, worst, withoutPointMs }) => [
        moment(from),
        moment(to),
        duration(durationMs),
        duration(worst?.exposureMs),
        withoutPointMs === 0 ? NONE : duration(withoutPointMs),
      ]),
    ),
  ])
}
