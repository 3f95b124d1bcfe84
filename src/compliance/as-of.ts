import type { KnownRecord } from './known-record.ts'
import type { Period } from './period.ts'

/** After it no expected run is pending any more, and runs of the period's last moment have ended. */
const GRACE_MS = 24 * 3_600_000

/**
 * The moment whose knowledge a report of a period has, in milliseconds. While the period runs (by `now`), that of the newest
 * record. Once it is over, at least its end, so that silence counts. From a day later on always that day, so that the report
 * stays what it is.
 */
export function asOfPeriod(records: readonly KnownRecord[], { from, to }: Period, now: number): number {
  if (now >= to + GRACE_MS) return to + GRACE_MS
  const newest = newestKnown(records, now) ?? from
  return now < to ? newest : Math.max(newest, to)
}

/** When the newest record was finished; one that says it is of the future says nothing. */
export function newestKnown(records: readonly KnownRecord[], now: number): number | undefined {
  const times = records.map(({ record }) => Date.parse(record.finishedAt)).filter((time) => time <= now)
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b))
}
