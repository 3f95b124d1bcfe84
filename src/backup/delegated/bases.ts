import { LifeboatError } from '../../core/errors.ts'
import { KEYS, type Manifest } from '../../core/manifest.ts'
import type { StoreReader } from '../../core/store.ts'
import type { Anchor } from '../../core/record.ts'
import { findAnchor, type AnchorSources } from '../../evidence/anchors.ts'
import { readManifest } from '../read-manifest.ts'

/** Ids of the earlier backups that a restore of this one needs too. */
export function basesOf({ delegated = [] }: Pick<Manifest, 'delegated'>): readonly string[] {
  return [...new Set(delegated.flatMap(({ bases }) => bases))]
}

/** Throws `manifest-absent` when one that this backup is based on is gone: without it this one is of no use. */
export async function requireBases(
  manifest: Pick<Manifest, 'id' | 'target' | 'delegated'>,
  store: StoreReader,
): Promise<void> {
  const { id, target } = manifest
  for (const base of basesOf(manifest)) {
    if ((await store.head(KEYS.manifest(target, base))) === undefined) throw chainBroken(id, base, store)
  }
}

/** Manifests of what a backup is based on, compared with their records where there are any; throws as `requireBases` does. */
export async function readBases(
  manifest: Manifest,
  sources: AnchorSources,
): Promise<ReadonlyMap<string, Manifest>> {
  await requireBases(manifest, sources.store)
  const { target, engine } = manifest
  const bases = new Map<string, Manifest>()
  for (const id of basesOf(manifest)) {
    const anchor = await findAnchor(target, id, sources)
    bases.set(id, (await readManifest(sources.store, { target, id, engine }, anchor)).manifest)
  }
  return bases
}

/** What vouches for a backup and for all that it is based on. */
export interface ChainAnchor {
  readonly anchor: Anchor
  /** The first of them that no record vouches for; absent when there is none such. */
  readonly unvouched?: string
}

/** The weakest anchor of a chain; `own` is that of the backup itself. Throws `record-altered`. */
export async function findChainAnchor(
  manifest: Manifest,
  own: Anchor,
  sources: AnchorSources,
): Promise<ChainAnchor> {
  let weakest = own
  for (const id of [manifest.id, ...basesOf(manifest)]) {
    const { anchor } = id === manifest.id ? { anchor: own } : await findAnchor(manifest.target, id, sources)
    if (anchor === 'none') return { anchor, unvouched: id }
    if (anchor === 'store') weakest = anchor
  }
  return { anchor: weakest }
}

/** How an error names the member of a chain that no record vouches for. */
export function unvouchedFor(id: string, { unvouched = id }: ChainAnchor): string {
  return unvouched === id
    ? `no record vouches for backup ${id}`
    : `backup ${id} is based on ${unvouched}, and no record vouches for that one`
}

function chainBroken(id: string, base: string, store: StoreReader): LifeboatError {
  return new LifeboatError({
    code: 'manifest-absent',
    what: `backup ${id} is incremental, and ${base}, which it is based on, is not in store ${store.name}`,
    why: 'the chain is broken: none of what came after can be restored',
    fix: 'restore another backup, find out who removed it, and take a new backup now: it will be a full one',
  })
}
