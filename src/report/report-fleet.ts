import { asOfPeriod, lastKnown } from '../compliance/as-of.ts'
import type { Compliance, Fleet } from '../compliance/compliance.ts'
import { monthBefore, type Period } from '../compliance/period.ts'
import { overviewFiles, periodReport, type PeriodReport, type ReportFiles } from './report-files.ts'

export interface ReportRequest {
  readonly period: Period
  /** Whether the month before is judged too, when it has records: only after its end is all of it known. */
  readonly monthBefore?: boolean
  /** Decides only whether the period is over and which records are of the future, in milliseconds. */
  readonly now: number
  /** Judge by what was known then, in milliseconds; absent for the newest record, or a later time at which a run was expected. */
  readonly asOf?: number
  /** Targets, when not all of them are asked about; the overview is then left alone. */
  readonly only?: readonly string[]
  /** Periods that have a report already. */
  readonly periods: readonly string[]
}

export interface FleetReport {
  readonly compliance: Compliance
  /** Of the month before. */
  readonly previous?: Compliance
  readonly files: ReportFiles
}

/** Every file of a report, by its path below the evidence folder: the same records give the same bytes. */
export function reportFleet(fleet: Fleet, request: ReportRequest): FleetReport {
  const { period, now, only = [] } = request
  const asOf = request.asOf ?? asOfPeriod(fleet.records, period, now)
  const { compliance, files: own } = periodReport(fleet, period, { asOf, only })
  const before = request.monthBefore === true ? reportBefore(fleet, request) : undefined
  const files = new Map([...own, ...(before?.files ?? [])])
  const previous = before === undefined ? {} : { previous: before.compliance }
  if (only.length > 0) return { compliance, ...previous, files }
  const overviewAt = request.asOf ?? lastKnown(fleet.records, now) ?? asOf
  const reported = [period.name, ...(before === undefined ? [] : [before.compliance.period.name])]
  const periods = [...new Set([...request.periods, ...reported])]
  return {
    compliance,
    ...previous,
    files: new Map([...overviewFiles(fleet, overviewAt, periods), ...files]),
  }
}

function reportBefore(fleet: Fleet, { period, now, only = [] }: ReportRequest): PeriodReport | undefined {
  const before = monthBefore(period)
  if (!fleet.records.some(({ record }) => Date.parse(record.startedAt) < before.to)) return undefined
  return periodReport(fleet, before, { asOf: asOfPeriod(fleet.records, before, now), only })
}
