import type { Readable } from 'node:stream'
import type { Clock } from './context.ts'
import type { RevealSecret, Secret } from './secret.ts'

/** One object as a listing shows it. */
export interface StoredObject {
  /** Key below the store's own prefix, `/`-separated. */
  readonly key: string
  readonly bytes: number
  /** By the store's clock. */
  readonly modifiedAt: Date
  /** The store's own tag of this very content (S3: the ETag without quotes); absent where it keeps none. */
  readonly tag?: string
}

/** The login of a store, for those who must look for it where it must not be. */
export interface StoreLogin {
  readonly accessKeyId: Secret
  readonly secretAccessKey: Secret
  readonly sessionToken?: Secret
}

/** Where a database server finds a folder of a store by itself. */
export type StoreAddress =
  | {
      readonly kind: 's3'
      /** Absent for AWS itself. */
      readonly endpoint?: string
      readonly region?: string
      readonly bucket: string
      /** Of the folder in the bucket, the store's own prefix included; ends in `/`. */
      readonly prefix: string
      readonly pathStyle: boolean
      /** Lifeboat's own login; undefined where it comes from the machine. A server should have one of its own. */
      login(): Promise<StoreLogin | undefined>
    }
  /** Of use only to a server that sees the same disk and may write there. */
  | { readonly kind: 'folder'; readonly path: string }

/** What the store confirmed about one written object, in its own terms. */
export interface Receipt {
  readonly key: string
  readonly bytes: number
  /** Lower-case hex SHA-256 of the whole object, computed here while streaming. */
  readonly sha256: string
  /** What the store itself verified, e.g. `crc64nvme`, `sha256-composite`, or `read-back` when we read it again. */
  readonly verifiedBy: 'sha256' | 'sha256-composite' | 'crc64nvme' | 'block-crc' | 'read-back'
}

/** The handle given to everything that only looks: verify, drill, list, report. */
export interface StoreReader {
  /** Name in the configuration. */
  readonly name: string
  /** Where it is, for people and records; holds no secret. */
  readonly location: string
  /** Every object whose key starts with `prefix`, in key order, past any page limit of the vendor. */
  list(prefix: string): AsyncIterable<StoredObject>
  /** The names one level below `prefix` (which ends in `/`), in order, without listing what lies below them. */
  listFolders(prefix: string): AsyncIterable<string>
  /** One object's bytes, `range.end` exclusive. Throws `object-absent` when there is none. */
  read(key: string, range?: { readonly start: number; readonly end: number }): Promise<Readable>
  /** One object's size and time, undefined when there is none. */
  head(key: string): Promise<StoredObject | undefined>
  /** Where a server reads and writes below `prefix` (which ends in `/`) by itself; absent for a store that no server reaches. */
  address?(prefix: string): Promise<StoreAddress>
  /** Bytes of each piece that an object was uploaded in, where its tag is made of them; absent where there are no tags. */
  pieces?(key: string): Promise<readonly number[]>
  /** Frees connections; idempotent. */
  close(): Promise<void>
}

/** The handle given to backup: it may add, never replace or remove. */
export interface StoreWriter extends StoreReader {
  /**
   * Writes a small object (≤ 16 MiB) only where none is. Atomic: readers see all of it or nothing.
   * Throws `object-exists` when the key is taken, also when our own retried write took it: `putOnce` tells those apart.
   */
  put(key: string, content: Uint8Array): Promise<Receipt>
  /**
   * Streams a large object only where none is, in bounded memory. Nothing is visible before the last byte is confirmed;
   * a failure or an abort leaves no object and no upload behind. Throws `object-exists` when the key is taken.
   */
  upload(key: string, content: Readable, signal?: AbortSignal): Promise<Receipt>
  /** The store's own time, from a response or a written file; deadlines are judged by it. */
  now(): Promise<Date>
}

/** The handle given only to prune and sweep. */
export interface StoreAdmin extends StoreWriter {
  /** Removes an object; absent is not an error. */
  remove(key: string): Promise<void>
  /** Aborts uploads under `prefix` begun before `startedBefore` and never finished; returns their keys. */
  abortUploads(prefix: string, startedBefore: Date): Promise<readonly string[]>
}

/** What a store receives besides its own configuration. */
export interface StoreOpening {
  /** Its name in the configuration. */
  readonly name: string
  readonly reveal: RevealSecret
  readonly clock: Clock
  /** Where relative paths begin: the folder of the configuration. Default: the current folder. */
  readonly directory?: string
}

/** Opens a store; `written` is what its schema accepted. Throws `secret-missing`, `store-unreachable` or `store-refused`. */
export type OpenStore = (written: unknown, opening: StoreOpening) => Promise<StoreAdmin>
