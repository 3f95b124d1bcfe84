import type { Engine } from '../core/engine.ts'
import type { ReconcileRule } from '../core/reconcile.ts'
import type { StoreAdmin, StoreReader } from '../core/store.ts'
import type { Encryption, Policy, Target } from '../core/target.ts'
import type { KeyPath } from './problem.ts'
import type { Locate } from './yaml-document.ts'

/** Targets that are backed up, drilled and reconciled together. */
export interface Group {
  readonly name: string
  /** In the order of capture and restore: the source of truth last. */
  readonly targets: readonly string[]
  readonly rtoMs?: number
  readonly reconcile: readonly ReconcileRule[]
}

/** A configuration that was checked whole; nothing was connected to and no secret read yet. */
export interface Configuration {
  /** Full path; absent when the environment gave everything. */
  readonly file?: string
  /** Where relative paths begin. */
  readonly directory: string
  readonly project: string
  readonly targets: readonly Target[]
  /** Throws `target-unknown`. */
  target(name: string): Target
  readonly storeNames: readonly string[]
  /** Each call opens anew; close what you open. Throws what the store's opener throws. */
  openStore(name: string): Promise<StoreAdmin>
  /** The same, for those that only look. */
  storeReader(name: string): Promise<StoreReader>
  /** Loads the engine's code on first use. */
  engineOf(target: Pick<Target, 'engine'>): Promise<Engine>
  /** Whether the target's server writes backups by itself, which nobody then seals. */
  delegates(target: Pick<Target, 'name' | 'engine'>): Promise<boolean>
  readonly encryption: Encryption
  readonly policy: Policy
  /** Names of the environment variables that hold keys. */
  readonly keyVariables: ReadonlySet<string>
  /** Where evidence is published: `path` on `branch` of the repository that holds `directory`. */
  readonly evidence: { readonly path: string; readonly branch: string; readonly hasKey: boolean }
  /** Full path of the folder of drill plans. */
  readonly drillsPath: string
  readonly groups: readonly Group[]
  /** Where a key path was written. */
  readonly locate: Locate
  /** Whether a key path was written at all, in the file or as a variable. */
  readonly isWritten: (path: KeyPath) => boolean
}
