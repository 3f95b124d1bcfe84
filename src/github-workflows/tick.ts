/** When a runner should look whether something is due. */
export interface Tick {
  readonly cron: string
  readonly timeZone: string
}

/** Catches up on what the platform left out, four times a day; odd minutes, because full hours are what it leaves out most. */
export const CATCH_UP: Tick = { cron: '53 1,7,13,19 * * *', timeZone: 'UTC' }

const PLAIN = /^[\d*,/A-Z-]+$/i

/**
 * Cron lines in the plain syntax of GitHub that fire at least whenever the schedules do: what a line cannot say,
 * such as the first Sunday (`0#1`), it leaves to `--due`.
 */
export function ticksOf(schedules: readonly { expression: string; timeZone: string }[]): Tick[] {
  const ticks = schedules.map(({ expression, timeZone }) => ({ cron: plainly(expression), timeZone }))
  const unique = new Map(ticks.map((tick) => [`${tick.cron} ${tick.timeZone}`, tick]))
  return [...unique.values()]
}

function plainly(expression: string): string {
  const [minute = '*', hour = '*', ...rest] = expression.trim().split(/\s+/)
  const [day = '*', month = '*', weekday = '*'] = rest.map((field) => field.replace(/^\?$/, '*'))
  const days = [day, weekday.replaceAll(/#(\d|L)/gi, '')].map((field) =>
    isPlainDay(field) ? field : undefined,
  )
  // Two restricted fields are either-or for one reader and both for another, so the wider of them is left.
  const [onDay = '*', onWeekday = '*'] = days.includes(undefined) ? [] : days
  return [minute, hour, onDay, month, onWeekday].join(' ')
}

/** `L` is the last day only where no name of a day or month has it. */
function isPlainDay(field: string): boolean {
  return PLAIN.test(field) && !/(^|[^a-z])L|\dL|W(?!ED)/i.test(field)
}
