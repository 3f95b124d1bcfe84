import type { CatalogEntry } from '../backup/catalog.ts'
import { readBases, weakestAnchor } from '../backup/delegated/bases.ts'
import { readManifest } from '../backup/read-manifest.ts'
import { EXIT, LifeboatError, type ErrorCode } from '../core/errors.ts'
import type { Manifest } from '../core/manifest.ts'
import type { Anchor } from '../core/record.ts'
import { findAnchor, type AnchorSources, type FoundAnchor } from '../evidence/anchors.ts'

/** Something about the backups that somebody must look at. */
export interface Finding {
  readonly code: ErrorCode
  readonly backup: string
  readonly what: string
}

export interface SeenBackup {
  readonly manifest: Manifest
  readonly sha256: string
  /** What vouches for it and for all that it is based on. */
  readonly anchor: Anchor
  /** The one of them that no record vouches for. */
  readonly unvouched?: string
  /** When it was whole, by the store's clock, as its record says; absent where no record vouches for it. */
  readonly availableAt?: string
}

/** Reads a backup's manifest and what vouches for it; a finding when it cannot be relied on. */
export async function lookAtBackup(
  sources: AnchorSources,
  entry: CatalogEntry,
): Promise<SeenBackup | Finding> {
  let found: FoundAnchor = { anchor: 'none' }
  try {
    found = await findAnchor(entry.target, entry.id, sources)
    const { record } = found
    const read = await readManifest(sources.store, entry, found)
    const bases = await readBases(read.manifest, sources)
    return {
      ...read,
      ...weakestAnchor({ id: entry.id, anchor: found.anchor }, bases),
      ...(record?.availableAt === undefined ? {} : { availableAt: record.availableAt }),
    }
  } catch (error) {
    if (!(error instanceof LifeboatError)) throw error
    if (error.exitCode !== EXIT.bad && error.code !== 'store-refused') throw error
    const isBackup = found.anchor !== 'none' || error.code === 'record-altered'
    return {
      // What no record vouches for may be no backup at all.
      code: isBackup ? error.code : 'finding-open',
      backup: entry.id,
      what: `backup ${entry.id} counts for nothing: ${error.message}`,
    }
  }
}
