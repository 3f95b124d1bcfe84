import type { Readable } from 'node:stream'
import type { StoreAddress } from './store.ts'

export interface DelegateOptions {
  /** Objects that describe the tree: they are read back whole, and searched for the store's own login. */
  readonly metadata?: (objectName: string) => boolean
  /** What must not be found in those either, because it would be a key in clear. */
  readonly forbidden?: RegExp
}

/** The empty folder of a store that a server is to write to. */
export interface DelegatedFolder {
  readonly address: StoreAddress
  /**
   * The newest whole backup of the same source that holds a part of this name, for an incremental one; undefined when there is
   * none. It and what it is based on stay until this backup has ended.
   */
  readonly earlier: () => Promise<EarlierTree | undefined>
}

export interface EarlierTree {
  readonly backupId: string
  readonly address: StoreAddress
  /** Backups that it is based on itself, nearest first. */
  readonly bases: readonly string[]
  /** Where the nearest of them lies now; absent for a full one. */
  readonly baseAddress?: StoreAddress
  /** Reads an object of it by its name in the tree. */
  readonly read: (objectName: string) => Promise<Readable>
  /** As recorded at its capture. */
  readonly requirements: Readonly<Record<string, string>>
}

export interface DelegatedWrite {
  /** What `earlier` gave, when what was written needs it. */
  readonly basedOn?: EarlierTree
}

/** What a server wrote, as the store lists it. */
export interface DelegatedTree {
  readonly objects: number
  readonly bytes: number
}

/** A delegated part with everything that it is based on. */
export interface PartTree {
  /** The backup's own tree, then what it is based on, nearest first. */
  readonly layers: readonly TreeLayer[]
}

export interface TreeLayer {
  readonly backupId: string
  readonly objects: number
  readonly bytes: number
  /** Every object of the inventory, in the order of their names. */
  list(): AsyncIterable<TreeObject>
  /** Compares what flows with the inventory; fails with `volume-absent` or `volume-altered`. */
  open(object: TreeObject): Promise<Readable>
  /** Where the server wrote it, for another server that reads it by itself; absent where none can. */
  readonly address?: StoreAddress
}

export interface TreeObject {
  /** Below the tree, as the server named it. */
  readonly name: string
  readonly bytes: number
  /** Lower-case hex, where it was read back at the backup. */
  readonly sha256?: string
  /** The store's tag of it. */
  readonly tag?: string
}
