import type { Consistency, ServerIdentity } from './engine.ts'
import type { Receipt } from './store.ts'

/** One stored object of a part. */
export interface Volume {
  readonly key: string
  readonly bytes: number
  readonly sha256: string
  readonly verifiedBy: Receipt['verifiedBy']
}

/** One named stream of a backup: its bytes are, in order, those of its volumes. */
export interface Part {
  readonly name: string
  /** `zstd`: the bytes inside the seal are one zstd stream. `none`: they are the part itself. */
  readonly compression: 'zstd' | 'none'
  /** `age`: the joined volumes are one age file. `none`: they are not encrypted. */
  readonly seal: 'age' | 'none'
  readonly volumes: readonly Volume[]
}

/**
 * A tree of objects that the server wrote into the store by itself: not sealed by Lifeboat, and create-only could not be
 * enforced. Its inventory, an ordinary part, says what each object was when the server had finished.
 */
export interface DelegatedPart {
  readonly name: string
  readonly sealed: false
  /** Where the tree lies; ends in `/`. */
  readonly prefix: string
  readonly objects: number
  readonly bytes: number
  /** Name of the part with one JSON line for each object, in the order of their keys. */
  readonly inventory: string
  /** What the store's tags in it are: MD5 of the content, which a reader can compute, or only the store's word. */
  readonly tags: 'none' | 'md5' | 'opaque'
  /** Earlier backups of the target whose trees of this name a restore needs too, nearest first. */
  readonly bases: readonly string[]
}

/** What makes a backup: written last, create-only, in RFC 8785 form; without it there is no backup. */
export interface Manifest {
  readonly format: 'lifeboat-manifest/1'
  readonly id: string
  readonly project: string
  readonly target: string
  readonly engine: string
  /** Of Lifeboat. */
  readonly toolVersion: string
  readonly startedAt: string
  readonly server: ServerIdentity
  readonly consistency: Consistency
  readonly requirements: Readonly<Record<string, string>>
  /** Public keys; empty when the parts are not sealed. */
  readonly recipients: readonly string[]
  readonly parts: readonly Part[]
  /** Absent where the server wrote nothing by itself. */
  readonly delegated?: readonly DelegatedPart[]
  /** Where the fingerprint lies and what it can prove; absent when none was taken. */
  readonly fingerprint?: {
    readonly part: string
    readonly origin: 'source' | 'artifact'
    readonly coverage: 'exact' | 'partial'
  }
  readonly limitations: readonly string[]
}

/** The layout of a store; names do not leak what a database holds. */
export const KEYS = {
  volume: (target: string, id: string, index: { readonly part: number; readonly volume: number }): string =>
    `data/${target}/${id}/${pad(index.part)}.${pad(index.volume)}`,
  /** Below it names are the server's own, so that they may be of any form. */
  tree: (target: string, id: string, part: number): string => `data/${target}/${id}/${pad(part)}.tree/`,
  data: (target: string, id: string): string => `data/${target}/${id}/`,
  dataAll: (target: string): string => `data/${target}/`,
  manifest: (target: string, id: string): string => `manifests/${target}/${id}.json`,
  manifests: (target: string): string => `manifests/${target}/`,
  started: (target: string, id: string): string => `started/${target}/${id}.json`,
  startedAll: (target: string): string => `started/${target}/`,
  lease: (target: string, backupId: string, runId: string): string =>
    `leases/${target}/${backupId}/${runId}.json`,
  leases: (target: string, backupId: string): string => `leases/${target}/${backupId}/`,
  leasesAll: (target: string): string => `leases/${target}/`,
  record: (id: string): string => `evidence/${id.slice(0, 4)}/${id.slice(4, 6)}/${id}.json`,
  records: (): string => 'evidence/',
  slot: (target: string, kind: string, scheduledFor: string): string =>
    `slots/${target}/${kind}/${scheduledFor}`,
  slots: (target: string): string => `slots/${target}/`,
  policy: (target: string, sequence: number): string =>
    `policies/${target}/${String(sequence).padStart(6, '0')}.json`,
  policies: (target: string): string => `policies/${target}/`,
} as const

function pad(index: number): string {
  return String(index).padStart(4, '0')
}
