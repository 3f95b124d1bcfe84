import type { BackupRecord, Verdict } from '../core/record.ts'
import type { Objectives } from '../core/target.ts'

export interface RpoActual {
  readonly verdict: Verdict
  readonly actualMs?: number
  readonly objectiveMs?: number
}

/**
 * What would have been lost in the moment before this backup became available: everything since `previousAt`, or since its own
 * instant when it is the first.
 */
export function judgeExposure(
  { consistency, availableAt }: Pick<BackupRecord, 'consistency' | 'availableAt'>,
  previousAt: Date | undefined,
  { rpoMs: objectiveMs }: Objectives,
): RpoActual {
  if (objectiveMs === undefined || consistency === undefined || availableAt === undefined) {
    return { verdict: 'notMeasured' }
  }
  const since = previousAt?.getTime() ?? Date.parse(consistency.fromAt)
  const actualMs = Date.parse(availableAt) - since
  // A point of the future comes from two clocks that disagree.
  if (actualMs < 0) return { verdict: 'notComparable', objectiveMs }
  return { verdict: actualMs <= objectiveMs ? 'met' : 'breached', actualMs, objectiveMs }
}
