import { firesBack, nextFire, type Schedule } from './cron.ts'

/** A schedule in force from one time on (inclusive) until another (exclusive); without `until` it still is. */
export interface Period {
  readonly schedule: Schedule
  readonly from: Date
  readonly until?: Date
}

/** What became of a claimed time: a record accounts for it, a run has it, or its run was killed. */
export type SlotState = 'done' | 'held' | 'abandoned'

/** What is known of the claims, by the milliseconds of the claimed time. */
export interface Claims {
  readonly slots: ReadonlyMap<number, SlotState>
  /** Up to and with this time every scheduled time was claimed by somebody, and is done unless `slots` says otherwise. */
  readonly settledUntil?: Date
}

export interface DueQuestion extends Claims {
  /** In order of time; none overlaps another. */
  readonly periods: readonly Period[]
  readonly now: Date
}

export interface Due {
  /** The newest scheduled time: only this one is run. */
  readonly scheduledFor: Date
  readonly slippageMs: number
  /** Older scheduled times that nobody accounts for, in order, at most `MOST_MISSED`: they stay missed. */
  readonly missed: readonly Date[]
}

/** Times named one by one after a long outage; older ones have no record either, and so are missed too. */
export const MOST_MISSED = 400

/** What a tick has to run now; undefined when the newest scheduled time is somebody's, or when none has come yet. */
export function due(question: DueQuestion): Due | undefined {
  const { now, slots, settledUntil } = question
  const unclaimed = unsettled(question).filter((time) => !slots.has(time))
  const abandoned = [...slots.keys()].filter((time) => slots.get(time) === 'abandoned')
  const [scheduledFor, ...missed] = [...unclaimed, ...abandoned].toSorted((a, b) => b - a)
  const newestClaimed = Math.max(settledUntil?.getTime() ?? 0, ...slots.keys())
  if (scheduledFor === undefined || scheduledFor < newestClaimed) return undefined
  return {
    scheduledFor: new Date(scheduledFor),
    slippageMs: now.getTime() - scheduledFor,
    missed: missed
      .slice(0, MOST_MISSED)
      .toReversed()
      .map((time) => new Date(time)),
  }
}

/** The first time to come under the schedule in force. */
export function nextDue(periods: readonly Period[], now: Date): Date | undefined {
  const inForce = periods.at(-1)
  return inForce?.until === undefined ? inForce && nextFire(inForce.schedule, now) : undefined
}

/** The newest scheduled times after `settledUntil` in milliseconds, newest first: one to run and those to call missed. */
function unsettled({ periods, now, settledUntil }: DueQuestion): readonly number[] {
  const found: number[] = []
  for (const { schedule, from, until } of periods.toReversed()) {
    const end = until === undefined || now < until ? now : new Date(until.getTime() - 1)
    for (const fire of firesBack(schedule, end)) {
      if (fire < from || (settledUntil !== undefined && fire <= settledUntil)) break
      if (found.push(fire.getTime()) > MOST_MISSED) return found
    }
  }
  return found
}
