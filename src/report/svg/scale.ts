const SECOND_MS = 1000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
/** Steps that people count time in. */
const STEPS_MS: readonly number[] = [
  1,
  10,
  100,
  200,
  500,
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * SECOND_MS),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * MINUTE_MS),
  ...[1, 2, 4, 6, 12, 24].map((hours) => hours * HOUR_MS),
]
const MOST_TICKS = 5

/** Round durations from 0 to at least `largest`, evenly apart, at most five steps where such a step exists. */
export function ticksUpTo(largest: number): readonly number[] {
  const step =
    STEPS_MS.find((candidate) => candidate * MOST_TICKS >= largest) ??
    Math.ceil(largest / MOST_TICKS / (24 * HOUR_MS)) * 24 * HOUR_MS
  const count = Math.max(1, Math.ceil(largest / step))
  return Array.from({ length: count + 1 }, (_, index) => index * step)
}
