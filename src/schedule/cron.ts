import { Cron } from 'croner'

/** A cron expression of five fields (croner's syntax, so `0#1` is the first Sunday) in an IANA time zone. */
export interface Schedule {
  readonly expression: string
  readonly timeZone: string
}

/** Why an expression is no schedule, or undefined when it is one. */
export function scheduleFault(expression: string): string | undefined {
  if (expression.trim().split(/\s+/).length !== 5)
    return 'it needs five fields: minute, hour, day, month, weekday'
  try {
    return cronOf({ expression, timeZone: 'UTC' }).nextRun() === null ? 'it never fires' : undefined
  } catch (error) {
    return error instanceof Error ? error.message.replace(/^CronPattern: /, '') : String(error)
  }
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

/** The first fire after `time`, undefined when there is none any more. */
export function nextFire(schedule: Schedule, time: Date): Date | undefined {
  return cronOf(schedule).nextRun(time) ?? undefined
}

/** The last fire at or before `time`, undefined when there was none. */
export function previousFire(schedule: Schedule, time: Date): Date | undefined {
  const nextSecond = new Date((Math.floor(time.getTime() / 1000) + 1) * 1000)
  return cronOf(schedule).previousRuns(1, nextSecond)[0]
}

/** Every fire after `from`, up to and with `until`, in order. */
export function* fires(schedule: Schedule, from: Date, until: Date): Generator<Date> {
  const cron = cronOf(schedule)
  for (let fire = cron.nextRun(from); fire !== null && fire <= until; fire = cron.nextRun(fire)) yield fire
}

/** Every fire up to and with `until`, the newest first, without end where the schedule has none. */
export function* firesBack(schedule: Schedule, until: Date): Generator<Date> {
  for (let fire = previousFire(schedule, until); fire !== undefined;) {
    yield fire
    fire = previousFire(schedule, new Date(fire.getTime() - 1))
  }
}

function cronOf({ expression, timeZone }: Schedule): Cron {
  return new Cron(expression, { mode: '5-part', timezone: timeZone, paused: true })
}
