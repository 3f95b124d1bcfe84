import type { Consistency, Grade } from './engine.ts'
import type { BackupReference, Outcome, RecordBase, Verdict } from './record.ts'
import type { Instants, ReconcileRule } from './reconcile.ts'

/** What one member of a group did in a run of the group; its own record says the rest. */
export interface GroupMember {
  readonly target: string
  /** Absent when it was never begun. */
  readonly record?: string
  readonly outcome: Outcome
  readonly backup?: BackupReference
  readonly consistency?: Consistency
}

/** The backups of a group's members, taken one after the other. `target` is the group's name and `engine` is `group`. */
export interface GroupBackupRecord extends RecordBase {
  readonly kind: 'groupBackup'
  /** In the order of capture: the source of truth last. */
  readonly members: readonly GroupMember[]
  /** Whether every member has a backup of this run. */
  readonly whole: boolean
  /** Absent when not whole. */
  readonly instants?: Instants
}

/** What came of one rule; keys never enter it. */
export interface Reconciliation {
  readonly name: string
  readonly result: 'passed' | 'failed' | 'notRun'
  readonly truth: ReconciledSide
  readonly derived: ReconciledSide
  readonly tolerance: ReconcileRule['tolerance']
  readonly atLeast: number
  /** Keys of the truth that the derived side lacks; absent when not run. */
  readonly missing?: number
  readonly orphaned?: number
  /** HMACs of a few of each, the first by their digest; absent without an evidence key. */
  readonly samples?: { readonly missing: readonly string[]; readonly orphaned: readonly string[] }
  /** Why it could not be run: an error code. */
  readonly error?: string
}

interface ReconciledSide {
  readonly target: string
  /** Of different keys. */
  readonly count?: number
  /** HMAC of the digest of all keys; absent without an evidence key. */
  readonly keyedDigest?: string
}

/** Members of a group restored side by side and reconciled. `target` is the group's name and `engine` is `group`. */
export interface GroupDrillRecord extends RecordBase {
  readonly kind: 'groupDrill'
  readonly plan: string
  /** In the order of restore: the source of truth last. */
  readonly members: readonly (GroupMember & { readonly grade?: Grade; readonly proven: boolean })[]
  readonly instants?: Instants
  readonly reconciliation: readonly Reconciliation[]
  /** True when every member was proven and every rule passed, of which there was at least one. */
  readonly proven: boolean
  /** From the first member's start to the end of reconciliation; absent when not everything was good. */
  readonly rta?: { readonly measuredMs: number; readonly objectiveMs?: number }
  readonly verdicts: {
    readonly rto: Verdict
    readonly reconciliation: Verdict
    /** The worst of the members'. */
    readonly integrity: Verdict
    readonly overall: Verdict
  }
}
