import { z } from 'zod'
import { LifeboatError } from '../core/errors.ts'
import { isId } from '../core/identifiers.ts'
import { KEYS } from '../core/manifest.ts'
import type { StoreReader } from '../core/store.ts'
import { findAnchor, type AnchorSources } from '../evidence/anchors.ts'
import type { PrunedBackup } from '../evidence/read-pruned.ts'
import { listBackups, toEntry, type CatalogEntry } from './catalog.ts'
import { findLost, lostManifest } from './find-lost.ts'
import { findPruned } from './find-pruned.ts'

const rfc3339 = z.iso.datetime({ offset: true })

/**
 * Finds one backup of a target by `latest`, its id, its manifest's key (also with what precedes it in the store), or a time:
 * `2024-01-15-14-30-00` (UTC) or RFC 3339, which choose the newest one begun at or before it. Ids are exact to the second, so a
 * backup begun within that very second counts as begun at it. Throws `backup-unknown`, which names the nearest there is, and
 * `manifest-absent` when records say that the one meant was there: an older one is never taken instead of it.
 */
export async function selectBackup(
  sources: AnchorSources,
  target: string,
  selector: string,
): Promise<CatalogEntry> {
  const { store } = sources
  const id = idOf(target, selector)
  if (id !== undefined) return selectById(sources, target, id)
  const until = selector === 'latest' ? Number.POSITIVE_INFINITY : parseTime(selector)
  if (until === undefined) throw notUnderstood(target, selector)
  const entries = await listBackups(store, target)
  const found = entries.findLast(({ at }) => at.getTime() <= until)
  const lost = await findLost(sources, { target, entries, found, until })
  if (lost !== undefined) throw lostManifest(lost, { target, store: store.name, found })
  if (found === undefined) throw unknown({ store, target, entries }, selector, entries[0])
  return found
}

function idOf(target: string, selector: string): string | undefined {
  if (isId(selector)) return selector
  const key = /(?:^|\/)manifests\/(.+)\/([^/]+)\.json$/.exec(selector)
  const [, keyTarget, id] = key ?? []
  return keyTarget === target && id !== undefined && isId(id) ? id : undefined
}

async function selectById(sources: AnchorSources, target: string, id: string): Promise<CatalogEntry> {
  const { store } = sources
  const object = await store.head(KEYS.manifest(target, id))
  const entry = object === undefined ? undefined : toEntry(target, object)
  if (entry !== undefined) return entry
  const entries = await listBackups(store, target)
  const near = nearest(entries, id)
  const { anchor, manifestSha256 } = await findAnchor(target, id, sources)
  const pruned = await findPruned(sources, { target, id, manifestSha256 }, entries)
  if (pruned !== undefined) throw prunedOnPurpose(pruned, target)
  if (anchor !== 'none') throw lostManifest({ id, anchor }, { target, store: store.name, found: near })
  throw unknown({ store, target, entries }, id, near)
}

/** Milliseconds since 1970, or undefined when the text is no time. */
function parseTime(text: string): number | undefined {
  const dashed = /^(\d{4}-\d{2}-\d{2})-(\d{2})-(\d{2})-(\d{2})$/.exec(text)
  const written = dashed === null ? text : `${dashed[1]}T${dashed[2]}:${dashed[3]}:${dashed[4]}Z`
  return rfc3339.safeParse(written).success ? Date.parse(written) : undefined
}

/** Ids sort by time, so the last one before is the nearest older one. */
function nearest(entries: readonly CatalogEntry[], id: string): CatalogEntry | undefined {
  return entries.findLast((entry) => entry.id < id) ?? entries[0]
}

function prunedOnPurpose({ id, store, record, at, reasons }: PrunedBackup, target: string): LifeboatError {
  return new LifeboatError({
    code: 'backup-unknown',
    what: `backup ${id} of ${target} was removed from store ${store} on purpose`,
    why: `prune ${record} removed it at ${at}: ${reasons.join('; ')}`,
    fix: `choose another one: lifeboat list ${target}`,
  })
}

interface Searched {
  readonly store: StoreReader
  readonly target: string
  readonly entries: readonly CatalogEntry[]
}

function unknown(
  { store, target, entries }: Searched,
  selector: string,
  near: CatalogEntry | undefined,
): LifeboatError {
  return new LifeboatError({
    code: 'backup-unknown',
    what:
      near === undefined
        ? `store ${store.name} holds no backup of ${target}`
        : `no backup of ${target} in store ${store.name} is ${selector}`,
    ...(near === undefined
      ? { fix: `take one: lifeboat backup ${target}` }
      : {
          why: `the nearest of ${entries.length} is ${near.id}`,
          fix: `lifeboat list ${target} shows them all`,
        }),
  })
}

function notUnderstood(target: string, selector: string): LifeboatError {
  return new LifeboatError({
    code: 'backup-unknown',
    what: `${selector} names no backup of ${target}`,
    why: 'it is neither latest, an id, a key of one of its manifests, nor a time',
    fix: `write a time as 2024-01-15-14-30-00 or 2024-01-15T14:30:00Z, or see lifeboat list ${target}`,
  })
}
