import type { Check, Consistency, Grade, ServerIdentity } from './engine.ts'
import type { GroupBackupRecord, GroupDrillRecord } from './group-record.ts'
import type { Isolation } from './machine.ts'
import type { Objectives, Retention, ScheduleKind } from './target.ts'

/** Nothing missing is ever `met`. */
export type Verdict = 'met' | 'breached' | 'notMeasured' | 'notComparable'

export type Outcome = 'succeeded' | 'failed' | 'couldNotRun' | 'cancelled'

/** Durations by the monotonic clock. */
export interface Phase {
  readonly name: string
  readonly durationMs: number
}

/** The workflow run that a record comes from, in the platform's own words. */
export interface WorkflowRun {
  readonly repository: string
  readonly workflowRef: string
  readonly event: string
  readonly runId: string
  /** 1 at first; one more for each re-run of the same run id. */
  readonly attempt: number
  readonly url: string
  readonly actor: string
}

/** What every record holds. Integers only (`…Ms`, `…Bytes`), UTC times, RFC 8785 form, never edited. */
export interface RecordBase {
  readonly format: 'lifeboat-record/1'
  readonly id: string
  readonly project: string
  readonly target: string
  readonly engine: string
  readonly startedAt: string
  readonly finishedAt: string
  readonly durationMs: number
  readonly outcome: Outcome
  /** Present unless `outcome` is `succeeded`; `code` is one of the published error codes. */
  readonly error?: { readonly code: string; readonly message: string }
  readonly trigger: {
    readonly kind: 'manual' | 'schedule'
    readonly scheduledFor?: string
    readonly slippageMs?: number
    /** Older scheduled times that nobody ran and that this run found; they stay missed. */
    readonly missed?: readonly string[]
    /** Absent where no workflow ran it. */
    readonly run?: WorkflowRun
  }
  /** SHA-256 of the configuration in force, in canonical form without secrets. */
  readonly policyDigest: string
  readonly toolVersion: string
  readonly phases: readonly Phase[]
  /** What was not proven, one sentence each. */
  readonly limitations: readonly string[]
}

/** A dataset as published: names and counts by `disclosure`, digests only as HMACs. */
export interface PublishedDataset {
  readonly name: string
  readonly kind: string
  readonly count?: number
  /** HMAC-SHA-256 of the digest, hex; absent when there is no evidence key. */
  readonly keyedDigest?: string
}

export interface PublishedDatasets {
  readonly disclosure: 'full' | 'pseudonymous' | 'totals'
  /** Names the HMAC key, never holds it; absent when there is none. */
  readonly keyId?: string
  readonly datasetCount: number
  readonly itemCount: number
  /** Empty under `totals`. */
  readonly datasets: readonly PublishedDataset[]
}

/** The exact backup that a record speaks of. */
export interface BackupReference {
  readonly id: string
  readonly store: string
  readonly manifestKey: string
  readonly manifestSha256: string
}

export interface BackupRecord extends RecordBase {
  readonly kind: 'backup'
  readonly backup?: BackupReference
  /** Ids of the earlier backups that a restore of this one needs too; absent when there are none. */
  readonly bases?: readonly string[]
  readonly server?: ServerIdentity
  readonly consistency?: Consistency
  /** When the last volume and the manifest were confirmed: earlier the point did not exist. */
  readonly availableAt?: string
  readonly storedBytes?: number
  /** Of these, what the server wrote into the store by itself: not sealed, whoever the recipients are. */
  readonly delegatedBytes?: number
  readonly partCount?: number
  readonly volumeCount?: number
  readonly recipients: readonly string[]
  readonly fingerprint?: PublishedDatasets & {
    readonly origin: 'source' | 'artifact'
    readonly coverage: 'exact' | 'partial'
  }
  readonly schemaKeyedDigest?: string
}

/** Whether a record holds the manifest's digest, and where that record was found. */
export type Anchor = 'ledger' | 'store' | 'none'

export interface VerificationRecord extends RecordBase {
  readonly kind: 'verification'
  readonly backup?: BackupReference
  readonly anchor: Anchor
  readonly grade?: Grade
  readonly verifiedBytes?: number
  readonly volumeCount?: number
  /** Whether a secret key was at hand, so that the seals were opened and the parts parsed too. */
  readonly opened: boolean
  /** One for every bad volume, named by its key, and one for every part that was read. */
  readonly checks: readonly Check[]
}

export interface DatasetComparison {
  readonly name: string
  readonly kind: string
  readonly result: 'equal' | 'different' | 'missing' | 'unexpected' | 'notComparable'
  readonly expectedCount?: number
  readonly actualCount?: number
  readonly keyedDigest?: string
}

/** One integrity rule and what it found; names by `disclosure`. */
export interface IntegrityResult {
  readonly rule: 'notNull' | 'references' | 'unique' | 'count' | 'schemaEqual'
  /** Absent for a rule about all of them. */
  readonly dataset?: string
  readonly columns?: readonly string[]
  /** How many items break the rule, or how many there are for `count`; absent when that could not be asked. */
  readonly found?: number
  /** `skipped`: the dataset has no items, so nothing was shown. */
  readonly result: 'passed' | 'failed' | 'skipped'
  /** What was wanted, or why it could not be asked; no row values. */
  readonly detail: string
}

export interface DrillRecord extends RecordBase {
  readonly kind: 'drill'
  readonly plan: string
  readonly selection: {
    /** `nearest`: the newest begun before that of the group's source of truth, else the next one. */
    readonly method: 'latest' | 'random' | 'oldest' | 'given' | 'nearest'
    readonly seed?: string
    readonly candidates: number
  }
  readonly backup?: BackupReference
  readonly anchor: Anchor
  readonly consistency?: Consistency
  readonly sandbox?: {
    readonly provider: 'container' | 'process'
    readonly description: string
    readonly serverVersion: string
    readonly isolation: Isolation
    /** What the egress probe saw from inside. */
    readonly egress: 'blocked' | 'possible' | 'notProbed'
    readonly destroyed: boolean
  }
  readonly grade?: Grade
  readonly highestGrade: { readonly grade: Grade; readonly because: string }
  /** True when the drill reached the grade that makes a copy proven. */
  readonly proven: boolean
  readonly comparison?: {
    readonly disclosure: 'full' | 'pseudonymous' | 'totals'
    readonly keyId?: string
    readonly origin: 'source' | 'artifact'
    readonly datasetCount: number
    readonly equalCount: number
    readonly datasets: readonly DatasetComparison[]
    readonly inventoryCount: number
    readonly inventoryDifferences: readonly string[]
    readonly schemaEqual: boolean
  }
  readonly checks: readonly Check[]
  /** What came of the plan's integrity rules; absent when it has none for this target. */
  readonly integrity?: readonly IntegrityResult[]
  /** The group that this was a part of, and the record that says what came of it. */
  readonly group?: { readonly name: string; readonly record: string }
  readonly negativeControl?: {
    readonly seed: string
    readonly dataset: string
    readonly change: string
    readonly detected: boolean
  }
  readonly rta?: { readonly measuredMs: number; readonly objectiveMs?: number }
  readonly rpa?: { readonly ageMs: number; readonly objectiveMs?: number }
  readonly verdicts: {
    readonly rto: Verdict
    readonly rpo: Verdict
    readonly integrity: Verdict
    readonly overall: Verdict
  }
  /** The block that existing queries of other systems read (requirement D2). */
  readonly summary: {
    readonly drill_timestamp: string
    readonly backup_age_minutes: number | null
    readonly restore_duration_minutes: number | null
    readonly rpo_compliant: boolean | null
    readonly rto_compliant: boolean | null
    readonly status: 'success' | 'failed' | 'could_not_run' | 'cancelled'
  }
}

export interface RestoreRecord extends RecordBase {
  readonly kind: 'restore'
  readonly backup?: BackupReference
  readonly anchor: Anchor
  readonly acceptedUnanchored: boolean
  readonly destination?: { readonly address: string; readonly identity: string }
  readonly confirmedBy: 'typed' | 'flag' | 'none'
  /** Who asked for it on a platform that knows them; absent elsewhere. */
  readonly approval?: {
    readonly actor: string
    /** Who started this attempt: somebody else after a re-run. */
    readonly triggeringActor: string
    /** What the reviewers of the job's environments said, none when nobody was asked; absent when the platform did not tell. */
    readonly reviews?: readonly {
      readonly environment: string
      readonly reviewer: string
      readonly state: string
    }[]
  }
  readonly comparison?: NonNullable<DrillRecord['comparison']>
}

/** What the configuration asks for a target from `startedAt` on, until the next such record; appended whenever it changes. */
export interface PolicyRecord extends RecordBase {
  readonly kind: 'policy'
  readonly schedule: Readonly<Partial<Record<ScheduleKind, string>>>
  readonly timeZone: string
  readonly objectives: Objectives
  readonly retention: Retention
}

/** Something wrong or at risk, by a code that does not change. */
export interface Finding {
  readonly code: string
  readonly severity: 'critical' | 'warning'
  readonly message: string
}

/** One look at a target's health. */
export interface CheckRecord extends RecordBase {
  readonly kind: 'check'
  readonly findings: readonly Finding[]
  /** The newest recovery point of each kind and its age by the store's clock; absent when there is none. */
  readonly claimed?: { readonly id: string; readonly ageMs: number }
  readonly proven?: { readonly id: string; readonly ageMs: number }
  readonly verdicts: { readonly claimed: Verdict; readonly proven: Verdict }
}

/** What retention kept and dropped of a target's backups in one store, and why. */
export interface PruneRecord extends RecordBase {
  readonly kind: 'prune'
  readonly store: string
  /** False for what a run is about to remove, written before the first removal; its second record says what became of it. */
  readonly applied: boolean
  readonly kept: readonly { readonly id: string; readonly reasons: readonly string[] }[]
  readonly dropped: readonly {
    readonly id: string
    readonly manifestSha256: string
    readonly reasons: readonly string[]
    /** `removed`: its manifest is gone, so it is no backup any more. `planned`: the run did not get as far. */
    readonly result: 'planned' | 'removed' | 'failed'
  }[]
}

export type EvidenceRecord =
  | BackupRecord
  | VerificationRecord
  | DrillRecord
  | RestoreRecord
  | PolicyRecord
  | CheckRecord
  | PruneRecord
  | GroupBackupRecord
  | GroupDrillRecord
