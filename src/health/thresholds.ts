import type { ScheduleKind, Target } from '../core/target.ts'
import { widestGap } from '../schedule/widest-gap.ts'

/** Ages in milliseconds past which something is overdue; absent where nothing is asked for. */
export interface Thresholds {
  readonly backupMs?: number
  readonly verificationMs?: number
  readonly proofMs?: number
  readonly failuresMs: number
}

/** How many intervals of its schedule a thing may be old: half of one for runs that are late and take time. */
const TOLERATED_INTERVALS = 1.5
const DEFAULT_FAILURES_MS = 7 * 86_400_000

/** What the configuration says, else what follows from the schedules. */
export function thresholdsOf(
  { health = {}, schedule, timeZone }: Pick<Target, 'health' | 'schedule' | 'timeZone'>,
  now: Date,
): Thresholds {
  const fromSchedule = (kind: ScheduleKind): number | undefined => {
    const expression = schedule[kind]
    if (expression === undefined) return undefined
    const gapMs = widestGap({ expression, timeZone }, now)
    return Number.isFinite(gapMs) ? Math.round(gapMs * TOLERATED_INTERVALS) : undefined
  }
  return {
    ...present('backupMs', health.backupAgeMs ?? fromSchedule('backup')),
    ...present('verificationMs', health.verificationAgeMs ?? fromSchedule('verify')),
    ...present('proofMs', health.proofAgeMs ?? fromSchedule('drill')),
    failuresMs: health.failuresWithinMs ?? DEFAULT_FAILURES_MS,
  }
}

function present<K extends string>(key: K, value: number | undefined): { readonly [key in K]?: number } {
  return (value === undefined ? {} : { [key]: value }) as { readonly [key in K]?: number }
}
