import { judgeFleet, type Compliance, type Fleet } from '../compliance/compliance.ts'
import { overviewFleet } from '../compliance/overview.ts'
import type { Period } from '../compliance/period.ts'
import { canonicalBytes } from '../evidence/canonical.ts'
import { describePeriod } from './period/describe-period.ts'
import { describeFleet } from './readme/describe-fleet.ts'
import { drillChart } from './svg/drill-chart.ts'

/** Files by their path below the evidence folder. */
export type ReportFiles = ReadonlyMap<string, Uint8Array>

export interface PeriodReport {
  readonly compliance: Compliance
  readonly files: ReportFiles
}

/** The report of a period as JSON and Markdown: `compliance/2026-11.json`, or with targets `compliance/2026-11.orders.json`. */
export function periodReport(
  fleet: Fleet,
  period: Period,
  { asOf, only = [] }: { readonly asOf: number; readonly only?: readonly string[] },
): PeriodReport {
  const compliance = judgeFleet(fleet, period, asOf)
  const name = ['compliance/', [period.name, ...only].join('.')].join('')
  return {
    compliance,
    files: new Map([
      [`${name}.json`, canonicalBytes(compliance)],
      [`${name}.md`, encoded(describePeriod(compliance))],
    ]),
  }
}

/** `README.md` of the evidence folder with its charts, as of a moment (milliseconds). */
export function overviewFiles(fleet: Fleet, asOf: number, periods: readonly string[]): ReportFiles {
  const overviews = overviewFleet(fleet, asOf)
  const drilled = overviews.filter(({ drills }) => drills.length > 0)
  const charts = new Map(drilled.map(({ recent: { target } }) => [target, `assets/${target}.svg`]))
  const page = describeFleet({ project: fleet.project, asOf, overviews, charts, periods })
  return new Map([
    ['README.md', encoded(page)],
    ...drilled.map(({ recent: { target }, drills }): [string, Uint8Array] => [
      `assets/${target}.svg`,
      encoded(drillChart(target, drills)),
    ]),
  ])
}

function encoded(text: string): Uint8Array {
  return new TextEncoder().encode(text)
}
