import type { KnownRecord } from './known-record.ts'
import type { Period } from './period.ts'

/** Long enough for a run of the period's last moment to end. */
const GRACE_MS = 24 * 3_600_000

/**
 * The moment whose knowledge a report of a period has, in milliseconds. While the period runs, that of the newest record. Once
 * it is over (by `now`), at least its end, so that silence counts, and at most a day later, so that the report stays what it is.
 */
export function asOfPeriod(records: readonly KnownRecord[], { from, to }: Period, now: number): number {
  const newest = newestKnown(records, now) ?? from
  return now < to ? newest : Math.min(Math.max(newest, to), to + GRACE_MS)
}

/** When the newest record was finished; one that says it is of the future says nothing. */
export function newestKnown(records: readonly KnownRecord[], now: number): number | undefined {
  const times = records.map(({ record }) => Date.parse(record.finishedAt)).filter((time) => time <= now)
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b))
}
