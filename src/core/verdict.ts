import type { Verdict } from './record.ts'

const WORST_FIRST: readonly Verdict[] = ['breached', 'notComparable', 'notMeasured', 'met']

/** The worst of several verdicts; of none, `notMeasured`. */
export function worstVerdict(verdicts: readonly Verdict[]): Verdict {
  return WORST_FIRST.find((verdict) => verdicts.includes(verdict)) ?? 'notMeasured'
}

/** A measured duration against its objective; nothing missing is ever `met`. */
export function judgeDuration(actualMs: number | undefined, objectiveMs: number | undefined): Verdict {
  if (actualMs === undefined || objectiveMs === undefined) return 'notMeasured'
  // A point of the future comes from two clocks that disagree.
  if (actualMs < 0) return 'notComparable'
  return actualMs <= objectiveMs ? 'met' : 'breached'
}
