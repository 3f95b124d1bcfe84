import { previousFire } from '../schedule/cron.ts'
import { knownAt, type KnownRecord } from './known-record.ts'
import type { Period } from './period.ts'
import { policiesIn, type PolicySpan } from './policies.ts'

/** After it no expected run is pending any more, and runs of the period's last moment have ended. */
const GRACE_MS = 24 * 3_600_000

/**
 * The moment whose knowledge a report of a period has, in milliseconds. While the period runs (by `now`), that of the
 * newest record or of the last run that was expected after it, so that silence counts. Once it is over, at least its end. From a day later on always that day, so that the report
 * stays what it is.
 */
export function asOfPeriod(records: readonly KnownRecord[], { from, to }: Period, now: number): number {
  if (now >= to + GRACE_MS) return to + GRACE_MS
  const last = lastKnown(records, now) ?? from
  return now < to ? last : Math.max(last, to)
}

/**
 * When the newest record was finished, or when a run was expected last if that is later: the same records give the same moment
 * until a run is expected again.
 */
export function lastKnown(records: readonly KnownRecord[], now: number): number | undefined {
  const newest = newestRecord(records, now)
  return newest === undefined ? undefined : Math.max(newest, ...expectedBetween(records, newest, now))
}

/** The last time that each schedule in force asked for after `newest` and before `now`. */
function expectedBetween(records: readonly KnownRecord[], newest: number, now: number): readonly number[] {
  const byTarget = Map.groupBy(knownAt(records, now), ({ record }) => record.target)
  return [...byTarget.values()]
    .flatMap((known) => policiesIn(known, { from: newest, to: now }).flatMap(lastFires))
    .filter((time) => time > newest)
}

function lastFires({ policy: { schedule, timeZone }, to }: PolicySpan): readonly number[] {
  return Object.values(schedule).flatMap((expression) => {
    const last = previousFire({ expression, timeZone }, new Date(to - 1))
    return last === undefined ? [] : [last.getTime()]
  })
}

/** One that says it is of the future says nothing. */
function newestRecord(records: readonly KnownRecord[], now: number): number | undefined {
  const times = records.map(({ record }) => Date.parse(record.finishedAt)).filter((time) => time <= now)
  return times.length === 0 ? undefined : times.reduce((a, b) => Math.max(a, b))
}
