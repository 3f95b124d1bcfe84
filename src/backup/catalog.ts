import pLimit from 'p-limit'
import { idTime } from '../core/identifiers.ts'
import { KEYS, type Manifest } from '../core/manifest.ts'
import type { StoredObject, StoreReader } from '../core/store.ts'
import { readManifest } from './read-manifest.ts'

/** Few enough for a small store, enough to hide its latency. */
const PARALLEL_READS = 16

/** A backup as a listing shows it: nothing of it has been read, so nothing of it has been checked. */
export interface CatalogEntry {
  readonly target: string
  readonly id: string
  /** When it was begun, to the second, by the clock of the computer that took it. */
  readonly at: Date
  readonly manifestKey: string
  readonly manifestBytes: number
  /** When its manifest was written, by the store's clock. */
  readonly writtenAt: Date
}

/** All backups of a target, oldest first, from one listing of their manifests and no further request. */
export async function listBackups(store: StoreReader, target: string): Promise<readonly CatalogEntry[]> {
  const entries: CatalogEntry[] = []
  for await (const object of store.list(KEYS.manifests(target))) {
    const entry = toEntry(target, object)
    if (entry !== undefined) entries.push(entry)
  }
  return entries.sort(byTime)
}

/** The entry of a stored manifest; undefined for what is none. */
export function toEntry(target: string, object: StoredObject): CatalogEntry | undefined {
  const id = object.key.slice(KEYS.manifests(target).length, -'.json'.length)
  const at = idTime(id)
  if (at === undefined || object.key !== KEYS.manifest(target, id)) return undefined
  return {
    target,
    id,
    at,
    manifestKey: object.key,
    manifestBytes: object.bytes,
    writtenAt: object.modifiedAt,
  }
}

function byTime(a: CatalogEntry, b: CatalogEntry): number {
  return a.at.getTime() - b.at.getTime() || a.writtenAt.getTime() - b.writtenAt.getTime()
}

/** What a manifest says, or why it cannot be read. */
export type BackupDetails =
  | { readonly entry: CatalogEntry; readonly manifest: Manifest; readonly storedBytes: number }
  | { readonly entry: CatalogEntry; readonly error: unknown }

/** Reads the manifests of some backups, in their order, without comparing them with records. */
export async function describeBackups(
  store: StoreReader,
  entries: readonly CatalogEntry[],
): Promise<readonly BackupDetails[]> {
  const limit = pLimit(PARALLEL_READS)
  return limit.map(entries, (entry) => describe(store, entry))
}

async function describe(store: StoreReader, entry: CatalogEntry): Promise<BackupDetails> {
  try {
    const { manifest } = await readManifest(store, entry, {})
    const volumes = manifest.parts.flatMap((part) => part.volumes)
    return { entry, manifest, storedBytes: volumes.reduce((sum, { bytes }) => sum + bytes, 0) }
  } catch (error) {
    return { entry, error }
  }
}
