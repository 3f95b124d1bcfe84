import type { DrillRecord, Verdict } from '../core/record.ts'
import type { Objectives } from '../core/target.ts'
import { judgeDuration, worstVerdict } from '../core/verdict.ts'

/** What a drill measured; what is undefined was not. */
export interface Measured {
  /** From the start of provisioning to the validated copy. */
  readonly rtaMs?: number
  /** Age of the restored point when the drill began. */
  readonly ageMs?: number
  /** Only the newest backup says what would be lost now. */
  readonly newest: boolean
  /** Undefined when nothing could be compared at all. */
  readonly integrity?: 'proven' | 'different' | 'unproven'
  readonly objectives: Objectives
}

/** Actuals against objectives; nothing missing is ever `met`. */
export function judgeDrill(measured: Measured): DrillRecord['verdicts'] {
  const rto = judgeDuration(measured.rtaMs, measured.objectives.rtoMs)
  const rpo = measured.newest ? judgeDuration(measured.ageMs, measured.objectives.rpoMs) : 'notMeasured'
  const integrity = judgeIntegrity(measured.integrity)
  return { rto, rpo, integrity, overall: worstVerdict([rto, rpo, integrity]) }
}

function judgeIntegrity(integrity: Measured['integrity']): Verdict {
  if (integrity === undefined) return 'notMeasured'
  if (integrity === 'unproven') return 'notComparable'
  return integrity === 'proven' ? 'met' : 'breached'
}
