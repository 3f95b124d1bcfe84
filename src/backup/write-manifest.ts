import { KEYS, type Manifest } from '../core/manifest.ts'
import type { BackupReference } from '../core/record.ts'
import type { StoreWriter } from '../core/store.ts'
import { sha256Hex } from '../evidence/canonical.ts'
import { timedOut } from './deadline.ts'
import { encodeManifest } from './manifest.ts'
import { putOnce } from './put-once.ts'
import { readManifest } from './read-manifest.ts'
import type { StartedMarker } from './started-marker.ts'

/**
 * Makes the backup exist: writes its manifest and reads it back. Refuses (`timed-out`) once the marker's deadline has passed by the
 * store's clock, because sweep may then be removing the volumes.
 */
export async function writeManifest(
  store: StoreWriter,
  manifest: Manifest,
  marker: StartedMarker,
): Promise<{ readonly reference: BackupReference; readonly availableAt: string }> {
  const { id, target } = manifest
  const bytes = encodeManifest(manifest)
  const manifestSha256 = sha256Hex(bytes)
  const manifestKey = KEYS.manifest(target, id)
  if ((await store.now()) > new Date(marker.deadlineAt)) throw late(marker)
  await putOnce(store, manifestKey, bytes)
  await readManifest(store, { target, id }, { manifestSha256 })
  return {
    reference: { id, store: store.name, manifestKey, manifestSha256 },
    availableAt: (await store.now()).toISOString(),
  }
}

function late({ target, startedAt, deadlineAt }: StartedMarker): Error {
  return timedOut(`the backup of ${target}`, Date.parse(deadlineAt) - Date.parse(startedAt))
}
