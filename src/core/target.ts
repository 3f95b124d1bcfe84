import type { Secret } from './secret.ts'
import type { Via } from './via.ts'

/** What the business set for one target; undefined means not set, and its verdict `notMeasured`. */
export interface Objectives {
  readonly rpoMs?: number
  readonly rtoMs?: number
  readonly approvedBy?: string
  readonly approvedAt?: string
}

export type ScheduleKind = 'backup' | 'verify' | 'drill' | 'prune' | 'check'

export interface Retention {
  readonly withinMs?: number
  readonly monthly?: number
  readonly yearly?: number
  readonly minimumAgeMs: number
  readonly minimumCount: number
}

/** How old the newest of each may be, and for how long failures are told; what is absent follows from the schedule. */
interface Health {
  readonly backupAgeMs?: number
  readonly verificationAgeMs?: number
  readonly proofAgeMs?: number
  readonly failuresWithinMs?: number
}

/** One database to protect, as configured, with every default filled in. */
export interface Target {
  readonly name: string
  readonly engine: string
  /** Reveals secrets and gives the engine's connection; not called by commands that only look at the store. */
  readonly connect: () => Promise<unknown>
  /** What the server runs in; the connection is then as it is written inside of that, and a tunnel leads there. */
  readonly via?: Via
  readonly store: string
  /** `provider`: what the server writes into the store by itself may lie there unsealed although there are recipients. */
  readonly encryption?: 'provider'
  readonly objectives: Objectives
  readonly schedule: Readonly<Partial<Record<ScheduleKind, string>>>
  readonly timeZone: string
  readonly retention: Retention
  /** Absent when nothing is written. */
  readonly health?: Health
  readonly settings: {
    /** Image for sandboxes and client programs instead of the engine's default. */
    readonly image?: string
    readonly fingerprint: boolean
    /** A backup past this is given up, and swept once the store's clock has passed it. */
    readonly backupTimeoutMs: number
    readonly drillTimeoutMs: number
    readonly parallel: number
    readonly volumeBytes: number
    /** Of what a backup stores; absent for no limit. */
    readonly bytesPerSecond?: number
  }
}

/** Encryption of everything stored: public keys to seal, secret keys (when this run has them) to open. */
export interface Encryption {
  readonly recipients: readonly string[]
  readonly identities: () => Promise<readonly Secret[]>
}

/** What runs under one configuration have in common. */
export interface Policy {
  readonly project: string
  /** SHA-256 (hex) of the configuration in force, canonical, without secrets. */
  readonly digest: string
  readonly disclosure: 'full' | 'pseudonymous' | 'totals'
  /** Key of the published HMACs; undefined when none is configured. */
  readonly evidenceKey: () => Promise<{ readonly id: string; readonly secret: Secret } | undefined>
}
