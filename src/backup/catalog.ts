import { idTime } from '../core/identifiers.ts'
import { KEYS } from '../core/manifest.ts'
import type { StoredObject, StoreReader } from '../core/store.ts'

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
