import type { ReconcileRule, Tolerance } from '../core/reconcile.ts'
import type { KeyComparison } from './compare-keys.ts'

const BASIS = 10_000n

/**
 * Whether a rule holds; basis points of `missing` are of the truth's keys, those of `orphaned` of the derived side's. A derived side
 * without a key, such as that of a mistyped pattern, shows nothing unless the rule allows it to.
 */
export function holds({ tolerance, atLeast }: ReconcileRule, found: KeyComparison): boolean {
  const { truth, derived, missing, orphaned } = found
  return (
    truth.count >= atLeast &&
    derived.count >= Math.min(1, atLeast) &&
    isTolerated(missing.count, tolerance.missing, truth.count) &&
    isTolerated(orphaned.count, tolerance.orphaned, derived.count)
  )
}

/** True where a side had no keys, so that nothing can be said of what the two have in common. */
export function comparedNothing({ truth, derived }: KeyComparison): boolean {
  return truth.count === 0 || derived.count === 0
}

function isTolerated(count: number, tolerance: Tolerance, total: number): boolean {
  if (tolerance === 'any') return true
  if ('keys' in tolerance) return count <= tolerance.keys
  return BigInt(count) * BASIS <= BigInt(total) * BigInt(tolerance.basisPoints)
}
