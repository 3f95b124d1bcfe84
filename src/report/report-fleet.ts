import { asOfPeriod, newestKnown } from '../compliance/as-of.ts'
import type { Compliance, Fleet } from '../compliance/compliance.ts'
import type { Period } from '../compliance/period.ts'
import { overviewFiles, periodReport, type ReportFiles } from './report-files.ts'

export interface ReportRequest {
  readonly period: Period
  /** Decides only whether the period is over and which records are of the future, in milliseconds. */
  readonly now: number
  /** Judge by what was known then, in milliseconds; absent for the newest record. */
  readonly asOf?: number
  /** Targets, when not all of them are asked about; the overview is then left alone. */
  readonly only?: readonly string[]
  /** Periods that have a report already. */
  readonly periods: readonly string[]
}

export interface FleetReport {
  readonly compliance: Compliance
  readonly files: ReportFiles
}

/** Every file of a report, by its path below the evidence folder: the same records give the same bytes. */
export function reportFleet(
  fleet: Fleet,
  { period, now, only = [], ...request }: ReportRequest,
): FleetReport {
  const asOf = request.asOf ?? asOfPeriod(fleet.records, period, now)
  const { compliance, files } = periodReport(fleet, period, { asOf, only })
  if (only.length > 0) return { compliance, files }
  const overviewAt = request.asOf ?? newestKnown(fleet.records, now) ?? asOf
  const periods = [...new Set([...request.periods, period.name])]
  return { compliance, files: new Map([...overviewFiles(fleet, overviewAt, periods), ...files]) }
}
