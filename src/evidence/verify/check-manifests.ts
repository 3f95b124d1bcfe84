import { createHash } from 'node:crypto'
import { isLifeboatError } from '../../core/errors.ts'
import type { BackupReference } from '../../core/record.ts'
import type { StoreReader } from '../../core/store.ts'
import type { Finding } from './finding.ts'

export interface CheckedManifests {
  readonly findings: readonly Finding[]
  /** How many manifests were compared with their record. */
  readonly compared: number
}

/** Compares the manifests in these stores with the digests that the published records hold. */
export async function checkManifests(
  stores: readonly StoreReader[],
  backups: Iterable<BackupReference>,
): Promise<CheckedManifests> {
  const byName = new Map(stores.map((store) => [store.name, store]))
  const findings: Finding[] = []
  let compared = 0
  for (const backup of backups) {
    const store = byName.get(backup.store)
    if (store === undefined) continue
    compared += 1
    const finding = await checkManifest(store, backup)
    if (finding !== undefined) findings.push(finding)
  }
  return { findings, compared }
}

async function checkManifest(store: StoreReader, backup: BackupReference): Promise<Finding | undefined> {
  try {
    const hash = createHash('sha256')
    for await (const chunk of await store.read(backup.manifestKey)) hash.update(chunk as Uint8Array)
    if (hash.digest('hex') === backup.manifestSha256) return undefined
    return {
      code: 'manifest-altered',
      what: `${backup.manifestKey} in store ${store.name} is not the manifest that its record vouches for`,
    }
  } catch (error) {
    if (!isLifeboatError(error, 'object-absent')) throw error
    return { code: 'manifest-absent', what: `${backup.manifestKey} is missing in store ${store.name}` }
  }
}
