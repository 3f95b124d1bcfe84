import type { Manifest, Volume } from '../../core/manifest.ts'
import { KEYS } from '../../core/manifest.ts'
import type { StoreReader } from '../../core/store.ts'
import type { Finding } from './finding.ts'

/** The size of every stored volume of a target by key, from one listing. */
export type StoredSizes = ReadonlyMap<string, number>

export async function listSizes(store: StoreReader, target: string): Promise<StoredSizes> {
  const sizes = new Map<string, number>()
  for await (const { key, bytes } of store.list(KEYS.dataAll(target))) sizes.set(key, bytes)
  return sizes
}

export function volumesOf({ parts }: Manifest): readonly Volume[] {
  return parts.flatMap(({ volumes }) => volumes)
}

/** Whether every volume that a manifest names is there with its size; one finding for each kind of fault, not for each volume. */
export function checkVolumes(manifest: Manifest, sizes: StoredSizes, store: StoreReader): readonly Finding[] {
  const volumes = volumesOf(manifest)
  const absent = volumes.filter(({ key }) => !sizes.has(key))
  const resized = volumes.filter(({ key, bytes }) => sizes.has(key) && sizes.get(key) !== bytes)
  const count = (bad: readonly Volume[]): string =>
    `${bad.length} of ${volumes.length} volumes of backup ${manifest.id} of ${manifest.target}`
  return [
    ...(absent.length === 0
      ? []
      : [found('volume-absent', `${count(absent)} are missing in store ${store.name}`, absent)]),
    ...(resized.length === 0
      ? []
      : [found('volume-altered', `${count(resized)} have another size in store ${store.name}`, resized)]),
  ]
}

function found(code: Finding['code'], what: string, volumes: readonly Volume[]): Finding {
  return { code, what: `${what}, the first is ${volumes[0]?.key}` }
}
