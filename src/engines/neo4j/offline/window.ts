const DAY_MINUTES = 24 * 60

/** A part of every day, in minutes after midnight; one that ends before it begins reaches over midnight. */
export interface Window {
  readonly fromMinute: number
  readonly toMinute: number
}

/** Reads `02:00-04:00`; undefined when it is none, or holds no minute. */
export function parseWindow(text: string): Window | undefined {
  const match = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)$/.exec(text)
  if (match === null) return undefined
  const [fromHour = 0, from = 0, toHour = 0, to = 0] = match.slice(1).map(Number)
  const window = { fromMinute: fromHour * 60 + from, toMinute: toHour * 60 + to }
  return window.fromMinute === window.toMinute ? undefined : window
}

/** Whether a wall clock in the time zone shows a time within the window; its first minute is in, its last is not. */
export function isWithin({ fromMinute, toMinute }: Window, now: Date, timeZone: string): boolean {
  const minute = minuteOfDay(now, timeZone)
  const lengthMinutes = (toMinute - fromMinute + DAY_MINUTES) % DAY_MINUTES
  return (minute - fromMinute + DAY_MINUTES) % DAY_MINUTES < lengthMinutes
}

export function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

function minuteOfDay(now: Date, timeZone: string): number {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  const [hour = 0, minute = 0] = format.format(now).split(':').map(Number)
  return hour * 60 + minute
}
