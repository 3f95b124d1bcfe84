import { EXIT, LifeboatError } from '../../core/errors.ts'
import { KEYS, type Manifest } from '../../core/manifest.ts'
import type { StoreReader } from '../../core/store.ts'
import type { Anchor } from '../../core/record.ts'
import { findAnchor, type AnchorSources, type FoundAnchor } from '../../evidence/anchors.ts'
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

/** What a backup holds, and what vouches for that. */
export interface AnchoredManifest {
  readonly manifest: Manifest
  readonly anchor: Anchor
}

/** What a backup is based on, by id, compared with its records where there are any; throws as `requireBases` does. */
export async function readBases(
  manifest: Manifest,
  sources: AnchorSources,
): Promise<ReadonlyMap<string, AnchoredManifest>> {
  await requireBases(manifest, sources.store)
  const { target, engine } = manifest
  const bases = new Map<string, AnchoredManifest>()
  for (const id of basesOf(manifest)) {
    try {
      const found = await findAnchor(target, id, sources)
      const read = await readManifest(sources.store, { target, id, engine }, found)
      bases.set(id, { manifest: read.manifest, anchor: found.anchor })
    } catch (error) {
      throw ofBase(error, manifest)
    }
  }
  return bases
}

/** What is wrong with a base was not asked for by its name. */
function ofBase(error: unknown, { id }: Manifest): unknown {
  if (!(error instanceof LifeboatError) || error.exitCode !== EXIT.bad) return error
  const { code, what, why, fix, cause } = error
  return new LifeboatError({
    code,
    what: `${what}, and backup ${id} is based on it`,
    ...(why === undefined ? {} : { why }),
    ...(fix === undefined ? {} : { fix }),
    cause: cause ?? error,
  })
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
  const bases = new Map<string, Pick<FoundAnchor, 'anchor'>>()
  for (const id of basesOf(manifest)) bases.set(id, await findAnchor(manifest.target, id, sources))
  return weakestAnchor({ id: manifest.id, anchor: own }, bases)
}

/** The same, of bases that have been looked at already. */
export function weakestAnchor(
  own: { readonly id: string; readonly anchor: Anchor },
  bases: ReadonlyMap<string, { readonly anchor: Anchor }>,
): ChainAnchor {
  const anchors = [[own.id, own] as const, ...bases]
  const unvouched = anchors.find(([, { anchor }]) => anchor === 'none')?.[0]
  if (unvouched !== undefined) return { anchor: 'none', unvouched }
  return { anchor: anchors.some(([, { anchor }]) => anchor === 'store') ? 'store' : 'ledger' }
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
