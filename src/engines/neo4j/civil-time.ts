const DAY_SECONDS = 86_400
const ERA_DAYS = 146_097
/** Days from 0000-03-01 to 1970-01-01. */
const EPOCH_DAYS = 719_468

/** A day and a time of day in the proleptic Gregorian calendar, of no time zone. */
export interface CivilTime {
  readonly year: number
  readonly month: number
  readonly day: number
  readonly hour: number
  readonly minute: number
  readonly second: number
}

/**
 * Seconds from 1970-01-01T00:00:00Z of a clock that is ahead of UTC by an offset (seconds); exact over all years of Neo4j, of which
 * some need a bigint.
 */
export function toEpochSeconds(
  { year, month, day, hour, minute, second }: CivilTime,
  offset = 0,
): number | bigint {
  const shifted = month > 2 ? year : year - 1
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  const days = era * ERA_DAYS + dayOfEra - EPOCH_DAYS
  const [midnight, rest] = [days * DAY_SECONDS, hour * 3600 + minute * 60 + second - offset]
  return sum(midnight, rest)
}

/** The inverse of `toEpochSeconds`. */
export function fromEpochSeconds(seconds: number | bigint, offset = 0): CivilTime {
  const local = sum(seconds, offset)
  const [days, rest] = typeof local === 'bigint' ? splitLarge(local) : split(local)
  const shifted = days + EPOCH_DAYS
  const era = Math.floor(shifted / ERA_DAYS)
  const dayOfEra = shifted - era * ERA_DAYS
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / (ERA_DAYS - 1))) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1,
    hour: Math.floor(rest / 3600),
    minute: Math.floor((rest % 3600) / 60),
    second: rest % 60,
  }
}

function split(seconds: number): readonly [days: number, rest: number] {
  const days = Math.floor(seconds / DAY_SECONDS)
  return [days, seconds - days * DAY_SECONDS]
}

function splitLarge(seconds: bigint): readonly [days: number, rest: number] {
  const length = BigInt(DAY_SECONDS)
  const rest = ((seconds % length) + length) % length
  return [Number((seconds - rest) / length), Number(rest)]
}

/** A multiple of a day is exact as a number in every year of Neo4j, other large sums are not. */
function sum(seconds: number | bigint, more: number): number | bigint {
  const plain = typeof seconds === 'number' ? seconds + more : Number.NaN
  return Number.isSafeInteger(plain) ? plain : BigInt(seconds) + BigInt(more)
}
