import type { ScheduleKind } from '../core/target.ts'
import { fires, type Schedule } from './cron.ts'

/** How long the runs of one schedule take on a hosted runner, and what a month of them is billed. */
export interface Cost {
  readonly runsPerMonth: number
  /** Whole minutes, as GitHub bills each job. */
  readonly minutesPerRun: number
  readonly minutesPerMonth: number
  /** `measured` by the last scheduled runs, or `assumed` where there are none. */
  readonly basis: 'measured' | 'assumed'
}

const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const DAY_MS = 1440 * MINUTE_MS
const ANY_DAY = new Date('2026-01-01T00:00:00Z')
/** Of every job, before Lifeboat starts: runner, checkout. */
export const SETUP_MS = 30 * SECOND_MS

/** Where nothing has been measured yet: a database of some hundred megabytes. */
export const ASSUMED_MS: Readonly<Record<ScheduleKind, number>> = {
  backup: 60 * SECOND_MS,
  verify: 45 * SECOND_MS,
  drill: 180 * SECOND_MS,
  prune: 15 * SECOND_MS,
  check: 15 * SECOND_MS,
}

/** What a schedule costs when each run is a job of its own; `durationsMs` are those of its last runs. */
export function costOf(kind: ScheduleKind, schedule: Schedule, durationsMs: readonly number[]): Cost {
  const measured = median(durationsMs)
  const runsPerMonth = monthlyRuns(schedule)
  const minutesPerRun = Math.ceil((SETUP_MS + (measured ?? ASSUMED_MS[kind])) / MINUTE_MS)
  return {
    runsPerMonth,
    minutesPerRun,
    minutesPerMonth: Math.round(runsPerMonth * minutesPerRun),
    basis: measured === undefined ? 'assumed' : 'measured',
  }
}

/** Of one common year, so the same whenever it is asked; every fire of it would take seconds for `* * * * *`. */
function monthlyRuns({ expression }: Schedule): number {
  const [minute, hour, ...days] = expression.trim().split(/\s+/)
  const perDay = count(firesWithin(`${minute} ${hour} * * *`, 1))
  const perYear = perDay * count(firesWithin(`0 12 ${days.join(' ')}`, 365))
  return Math.round((perYear / 12) * 10) / 10
}

function firesWithin(expression: string, days: number): Iterable<Date> {
  const until = new Date(ANY_DAY.getTime() + days * DAY_MS - 1)
  return fires({ expression, timeZone: 'UTC' }, new Date(ANY_DAY.getTime() - 1), until)
}

function count(times: Iterable<unknown>): number {
  return [...times].length
}

function median(values: readonly number[]): number | undefined {
  const sorted = values.toSorted((a, b) => a - b)
  const upper = sorted[Math.floor(sorted.length / 2)]
  const lower = sorted[Math.floor((sorted.length - 1) / 2)]
  return upper === undefined || lower === undefined ? undefined : (lower + upper) / 2
}
