import type { Consistency, ServerIdentity } from '../core/engine.ts'
import type { Anchor, BackupReference } from '../core/record.ts'

/** What a restore is about to do, shown before anything is done. */
export interface RestorePlan {
  readonly target: string
  readonly backup: BackupReference
  /** What vouches for it and for all that it is based on. */
  readonly anchor: Anchor
  /** The one of them that no record vouches for. */
  readonly unvouched?: string
  readonly consistency: Consistency
  /** How old the data will be: from the backup's instant to now. */
  readonly ageMs: number
  readonly source: ServerIdentity
  readonly destination: ServerIdentity
  /** Stands for its address and identity where neither may be written, such as in outputs of a workflow, which hold no secret. */
  readonly destinationDigest: string
  /** Whether the destination may be the source, known by another id to a login that is told less. */
  readonly mayBeSource: boolean
  /** False when the restore will create it. */
  readonly exists: boolean
  readonly objects: number
  /** Of the backup and of all that it is based on. */
  readonly storedBytes: number
  /** Whether the backup has a fingerprint to compare with. */
  readonly compares: boolean
  readonly storeLocation: string
  /** What a person must type: the name of the destination's database, or the address of one that is a whole server. */
  readonly confirmation: string
}
