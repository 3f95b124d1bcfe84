import type { Check, Consistency } from '../core/engine.ts'
import type { Anchor, BackupReference, DrillRecord, IntegrityResult } from '../core/record.ts'
import type { Comparison } from './compare.ts'
import type { NegativeControl } from './negative-control.ts'

/** What became known on the way, for the record of whatever end a drill takes. */
export interface DrillFacts {
  selection: DrillRecord['selection']
  anchor: Anchor
  backup?: BackupReference
  consistency?: Consistency
  sandbox?: NonNullable<DrillRecord['sandbox']>
  bytesVerified: boolean
  loaded: boolean
  comparison?: Comparison
  engineChecks?: readonly Check[]
  applicationChecks?: readonly Check[]
  integrity?: readonly IntegrityResult[]
  /** What the group's rules say about this copy. */
  reconciliation?: readonly Check[]
  negativeControl?: NegativeControl
  /** By the monotonic clock, from the start of provisioning to the validated copy. */
  rtaMs?: number
}

export function noFacts(method: DrillRecord['selection']['method']): DrillFacts {
  return { selection: { method, candidates: 0 }, anchor: 'none', bytesVerified: false, loaded: false }
}
