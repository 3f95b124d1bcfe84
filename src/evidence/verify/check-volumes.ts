import type { DelegatedPart, Manifest, Volume } from '../../core/manifest.ts'
import { KEYS } from '../../core/manifest.ts'
import type { StoreReader } from '../../core/store.ts'
import type { Finding } from './finding.ts'

const TREE = /^.*?\/\d{4,}\.tree\//

/** What is stored of a target, from one listing. */
export interface StoredSizes {
  /** The size of every volume by key. */
  readonly volumes: ReadonlyMap<string, number>
  /** Sums of every tree that a server wrote, by its prefix; its objects may be too many to hold. */
  readonly trees: ReadonlyMap<string, { readonly objects: number; readonly bytes: number }>
}

export async function listSizes(store: StoreReader, target: string): Promise<StoredSizes> {
  const volumes = new Map<string, number>()
  const trees = new Map<string, { readonly objects: number; readonly bytes: number }>()
  for await (const { key, bytes } of store.list(KEYS.dataAll(target))) {
    const [prefix] = TREE.exec(key) ?? []
    if (prefix === undefined) volumes.set(key, bytes)
    else trees.set(prefix, added(trees.get(prefix), bytes))
  }
  return { volumes, trees }
}

function added(
  { objects, bytes }: { readonly objects: number; readonly bytes: number } = { objects: 0, bytes: 0 },
  more: number,
): { readonly objects: number; readonly bytes: number } {
  return { objects: objects + 1, bytes: bytes + more }
}

export function volumesOf({ parts }: Manifest): readonly Volume[] {
  return parts.flatMap(({ volumes }) => volumes)
}

/** Whether every volume that a manifest names is there with its size; one finding for each kind of fault, not for each volume. */
export function checkVolumes(manifest: Manifest, sizes: StoredSizes, store: StoreReader): readonly Finding[] {
  const volumes = volumesOf(manifest)
  const sizeOf = (key: string): number | undefined => sizes.volumes.get(key)
  const absent = volumes.filter(({ key }) => sizeOf(key) === undefined)
  const resized = volumes.filter(({ key, bytes }) => sizeOf(key) !== undefined && sizeOf(key) !== bytes)
  const count = (bad: readonly Volume[]): string =>
    `${bad.length} of ${volumes.length} volumes of backup ${manifest.id} of ${manifest.target}`
  return [
    ...(absent.length === 0
      ? []
      : [found('volume-absent', `${count(absent)} are missing in store ${store.name}`, absent)]),
    ...(resized.length === 0
      ? []
      : [found('volume-altered', `${count(resized)} have another size in store ${store.name}`, resized)]),
    ...(manifest.delegated ?? []).flatMap((tree) => checkTree(manifest, tree, { sizes, store })),
  ]
}

/** By sums only: which object it is, verify says. */
function checkTree(
  { id, target }: Manifest,
  { name, prefix, objects, bytes }: DelegatedPart,
  { sizes, store }: { readonly sizes: StoredSizes; readonly store: StoreReader },
): readonly Finding[] {
  const there = sizes.trees.get(prefix) ?? { objects: 0, bytes: 0 }
  if (there.objects === objects && there.bytes === bytes) return []
  const what = `the part ${name} of backup ${id} of ${target} has ${there.objects} objects with ${there.bytes} bytes in store ${store.name} instead of ${objects} with ${bytes}`
  return [{ code: there.objects < objects ? 'volume-absent' : 'volume-altered', what }]
}

function found(code: Finding['code'], what: string, volumes: readonly Volume[]): Finding {
  return { code, what: `${what}, the first is ${volumes[0]?.key}` }
}
