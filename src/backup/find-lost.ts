import { EXIT, LifeboatError } from '../core/errors.ts'
import { idTime } from '../core/identifiers.ts'
import { KEYS } from '../core/manifest.ts'
import { findAnchor, type AnchorSources, type FoundAnchor } from '../evidence/anchors.ts'
import { recordsSince } from '../evidence/records-since.ts'
import type { CatalogEntry } from './catalog.ts'
import { findPruned } from './find-pruned.ts'

/** A backup that a record vouches for and whose manifest is not in the store any more. */
export interface LostBackup {
  readonly id: string
  /** Where the record was found. */
  readonly anchor: 'ledger' | 'store'
}

export interface LostSearch {
  readonly target: string
  /** What a listing shows. */
  readonly entries: readonly CatalogEntry[]
  /** The backup that would be taken instead; absent when there is none. */
  readonly found?: CatalogEntry | undefined
  /** In milliseconds since 1970: later ones are not looked for. */
  readonly until?: number
}

/** Records that may say nothing of the kind before the search is given up. */
const MOST_READ = 1000

/** The newest lost backup that is newer than the one found; undefined when nothing is missing. */
export async function findLost(sources: AnchorSources, search: LostSearch): Promise<LostBackup | undefined> {
  const { store } = sources
  const { target, entries, found, until = Number.POSITIVE_INFINITY } = search
  const listed = new Set(entries.map(({ id }) => id))
  const inRange = (id: string): boolean => {
    const at = idTime(id)?.getTime() ?? Number.NaN
    return at >= (found?.at.getTime() ?? 0) && at <= until && !listed.has(id)
  }
  const candidates = (await candidateIds(sources, search)).filter(inRange)
  for (const id of candidates.slice(0, MOST_READ)) {
    const { anchor, record, manifestSha256 } = await trusted(sources, target, id)
    if (anchor === 'none' || record?.backup?.store !== store.name) continue
    // One that was finished since the listing is not lost.
    if ((await store.head(KEYS.manifest(target, id))) !== undefined) continue
    const pruned = await findPruned(sources, { target, id, manifestSha256 }, entries)
    if (pruned === undefined) return { id, anchor }
  }
  return undefined
}

/** Newest first: published backups of the target, and what lies unpublished in the store, whose kind only its content says. */
async function candidateIds(
  { store, ledger }: AnchorSources,
  { target, found }: LostSearch,
): Promise<readonly string[]> {
  const published = [...(ledger?.entries.values() ?? [])]
    .filter((entry) => entry.kind === 'backup' && entry.target === target)
    .map(({ id }) => id)
  const stored = await recordsSince(store, found?.at)
  const fresh = stored.filter((id) => ledger?.entries.has(id) !== true)
  return [...published, ...fresh].toSorted().toReversed()
}

/** A record that cannot be trusted vouches for nothing; `lifeboat evidence verify` names it. */
async function trusted(sources: AnchorSources, target: string, id: string): Promise<FoundAnchor> {
  try {
    return await findAnchor(target, id, sources)
  } catch (error) {
    if (error instanceof LifeboatError && (error.exitCode === EXIT.bad || error.code === 'store-refused')) {
      return { anchor: 'none' }
    }
    throw error
  }
}

/** `latest` never means an older one without a word. */
export function lostManifest(
  lost: LostBackup,
  { target, store, found }: { target: string; store: string; found?: CatalogEntry | undefined },
): LifeboatError {
  const where = lost.anchor === 'ledger' ? 'the published ledger' : `store ${store}`
  return new LifeboatError({
    code: 'manifest-absent',
    what: `backup ${lost.id} of ${target} is lost: its manifest is not in store ${store}`,
    why: `its record in ${where} says that it was taken and stored there`,
    fix:
      found === undefined
        ? `find out who removed it, restore from another copy, and take a new one: lifeboat backup ${target}`
        : `find out who removed it, or use the newest one that is left by its id: ${found.id}`,
  })
}
