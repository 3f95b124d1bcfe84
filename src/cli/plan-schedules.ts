import { isLifeboatError } from '../core/errors.ts'
import type { StoreReader } from '../core/store.ts'
import type { ScheduleKind, Target } from '../core/target.ts'
import { costOf, type Cost } from '../schedule/cost.ts'
import { nextFire, type Schedule } from '../schedule/cron.ts'
import type { Shell } from './shell.ts'

const SHOWN_TIMES = 3

interface PlannedSchedule extends Cost {
  readonly target: string
  readonly kind: ScheduleKind
  readonly cron: string
  readonly timeZone: string
  /** RFC 3339, at most three. */
  readonly next: readonly string[]
}

export interface Plan {
  readonly schedules: readonly PlannedSchedule[]
  readonly minutesPerMonth: number
}

/** Every schedule of these targets, when it comes next and what it costs. A store that cannot be read leaves assumptions. */
export async function planSchedules(
  targets: readonly Target[],
  kinds: readonly ScheduleKind[],
  shell: Shell,
): Promise<Plan> {
  const configuration = await shell.configuration()
  const schedules: PlannedSchedule[] = []
  for (const target of targets) {
    const store = await configuration
      .storeReader(target.store)
      .catch((error: unknown) => unread(error, shell))
    for (const kind of kinds) {
      const planned = await planSchedule(target, kind, { store, shell })
      if (planned !== undefined) schedules.push(planned)
    }
    await store?.close()
  }
  const minutesPerMonth = schedules.reduce((sum, each) => sum + each.minutesPerMonth, 0)
  return { schedules, minutesPerMonth }
}

async function planSchedule(
  target: Target,
  kind: ScheduleKind,
  { store, shell }: { readonly store: StoreReader | undefined; readonly shell: Shell },
): Promise<PlannedSchedule | undefined> {
  const expression = target.schedule[kind]
  if (expression === undefined) return undefined
  const now = (await shell.context()).clock.now()
  const schedule = { expression, timeZone: target.timeZone }
  const { recentDurations } = await import('../slots/recent-durations.ts')
  const search = { target: target.name, kind, now }
  const durationsMs =
    store === undefined
      ? []
      : await recentDurations({ store, ...search }).catch((error: unknown) => unread(error, shell) ?? [])
  return {
    target: target.name,
    kind,
    cron: expression,
    timeZone: target.timeZone,
    next: nextTimes(schedule, now),
    ...costOf(kind, schedule, durationsMs),
  }
}

function nextTimes(schedule: Schedule, now: Date): readonly string[] {
  const times: string[] = []
  for (let time = nextFire(schedule, now); time !== undefined; time = nextFire(schedule, time)) {
    if (times.push(time.toISOString()) === SHOWN_TIMES) break
  }
  return times
}

/** A plan is also made before there is a store to ask. */
function unread(error: unknown, shell: Shell): undefined {
  if (!isLifeboatError(error) || error.code === 'cancelled') throw error
  shell.say(`durations are assumed: ${error.message}`)
  return undefined
}
