import type { ScheduleKind } from '../core/target.ts'
import { fires, nextFire, type Schedule } from '../schedule/cron.ts'
import type { PolicySpan } from './policies.ts'

export const SCHEDULE_KINDS: readonly ScheduleKind[] = ['backup', 'verify', 'drill', 'prune', 'check']

/** A time at which something was asked for, in milliseconds, and how long until it is asked for again. */
export interface ExpectedSlot {
  readonly time: number
  readonly gapMs: number
}

/** Every time at which the schedules in force asked for a kind, in order. */
export function expectedSlots(kind: ScheduleKind, policies: readonly PolicySpan[]): readonly ExpectedSlot[] {
  const found = policies.flatMap((span) => {
    const expression = span.policy.schedule[kind]
    if (expression === undefined) return []
    const schedule = { expression, timeZone: span.policy.timeZone }
    return firesIn(schedule, span).map((time) => ({ time, schedule }))
  })
  return found.map(({ time, schedule }, index) => {
    const next = found[index + 1]?.time ?? nextFire(schedule, new Date(time))?.getTime() ?? Infinity
    return { time, gapMs: next - time }
  })
}

/** Schedules know whole seconds only. */
function firesIn(schedule: Schedule, { from, to }: PolicySpan): readonly number[] {
  return [...fires(schedule, new Date(from - 1000), new Date(to))]
    .map((fire) => fire.getTime())
    .filter((time) => from <= time && time < to)
}
