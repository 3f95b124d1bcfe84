import pLimit from 'p-limit'
import { toEntry } from '../../backup/catalog.ts'
import { parseManifest } from '../../backup/manifest.ts'
import { isLifeboatError } from '../../core/errors.ts'
import { idTime } from '../../core/identifiers.ts'
import { KEYS, type Manifest } from '../../core/manifest.ts'
import type { BackupReference } from '../../core/record.ts'
import type { StoreReader } from '../../core/store.ts'
import { sha256Hex } from '../canonical.ts'
import { readObject } from '../read-object.ts'
import type { PrunedBackup } from '../read-pruned.ts'
import { checkVolumes, listSizes, volumesOf, type StoredSizes } from './check-volumes.ts'
import type { Finding } from './finding.ts'
import { findVouchingRecord } from './find-vouching-record.ts'

const READS_AT_ONCE = 8

/** A backup that an intact record vouches for. */
export type RecordedBackup = BackupReference & { readonly target: string }

export interface RecordedBackups {
  /** By id. */
  readonly published: ReadonlyMap<string, RecordedBackup>
  /** Of the store's own records. */
  readonly unpublished: readonly RecordedBackup[]
}

export interface CheckedManifests {
  readonly findings: readonly Finding[]
  /** How many manifests were compared with their record, published or not. */
  readonly compared: number
  /** How many of those only a record vouches for that is not published yet. */
  readonly unpublished: number
  /** How many volumes the intact manifests name; each was looked for in a listing. */
  readonly volumes: number
  /** Vouched for, gone, and removed on purpose. */
  readonly pruned: readonly PrunedBackup[]
}

const NOTHING: CheckedManifests = { findings: [], compared: 0, unpublished: 0, volumes: 0, pruned: [] }

/** Compares a store's manifests with the records that vouch for them, none missing, and its volumes' sizes with the manifests. */
export async function checkManifests(
  store: StoreReader,
  { published, unpublished }: RecordedBackups,
  pruned: ReadonlyMap<string, PrunedBackup>,
): Promise<CheckedManifests> {
  const here = [...published.values(), ...unpublished].filter(({ store: name }) => name === store.name)
  const targets = new Set(here.map(({ target }) => target))
  for await (const target of store.listFolders('manifests/')) targets.add(target)
  let sum = NOTHING
  for (const target of [...targets].toSorted()) {
    const keys = new Set(
      here.filter((backup) => backup.target === target).map((backup) => backup.manifestKey),
    )
    let newestMs = Number.NEGATIVE_INFINITY
    for await (const object of store.list(KEYS.manifests(target))) {
      keys.add(object.key)
      newestMs = Math.max(newestMs, toEntry(target, object)?.at.getTime() ?? newestMs)
    }
    const sizes = await listSizes(store, target)
    const checked = await pLimit(READS_AT_ONCE).map([...keys].toSorted(), (key) =>
      checkManifest(store, { key, target, sizes, newestMs, pruned }, published),
    )
    sum = [sum, ...checked].reduce(add)
  }
  return sum
}

interface Place {
  readonly key: string
  readonly target: string
  readonly sizes: StoredSizes
  /** When the newest backup was made whose manifest is there. */
  readonly newestMs: number
  readonly pruned: ReadonlyMap<string, PrunedBackup>
}

async function checkManifest(
  store: StoreReader,
  place: Place,
  published: RecordedBackups['published'],
): Promise<CheckedManifests> {
  const { key, target, sizes } = place
  const id = idOf(target, key)
  const known = published.get(id)
  const isPublished = known?.manifestKey === key
  const { manifestSha256, findings } = isPublished
    ? { ...known, findings: [] }
    : await findVouchingRecord(store, { key, target, id })
  if (manifestSha256 === undefined) return { ...NOTHING, findings }
  const compared = { ...NOTHING, compared: 1, unpublished: isPublished ? 0 : 1 }
  const manifest = await readVouched(store, key, manifestSha256)
  if ('code' in manifest) {
    const gone = manifest.code === 'manifest-absent' ? place.pruned.get(id) : undefined
    return isMeant(gone, manifestSha256, place)
      ? { ...NOTHING, pruned: [gone] }
      : { ...compared, findings: [manifest] }
  }
  return {
    ...compared,
    findings: checkVolumes(manifest, sizes, store),
    volumes: volumesOf(manifest).length,
  }
}

/**
 * Prune always leaves a newer backup, so that where none is there its record excuses nothing: it may be forged. Ids tell the time to
 * the second, and not which of one second came first.
 */
function isMeant(gone: PrunedBackup | undefined, sha256: string, { newestMs }: Place): gone is PrunedBackup {
  const at = gone && idTime(gone.id)?.getTime()
  return gone?.manifestSha256 === sha256 && at !== undefined && newestMs >= at
}

function idOf(target: string, manifestKey: string): string {
  return manifestKey.slice(KEYS.manifests(target).length, -'.json'.length)
}

/** The manifest that a record vouches for, or what is wrong with the one that is there. */
async function readVouched(store: StoreReader, key: string, sha256: string): Promise<Manifest | Finding> {
  try {
    const bytes = await readObject(store, key)
    if (sha256Hex(bytes) === sha256) return parseManifest(bytes)
    const what = `${key} in store ${store.name} is not the manifest that its record vouches for`
    return { code: 'manifest-altered', what }
  } catch (error) {
    if (isLifeboatError(error, 'object-absent')) {
      return { code: 'manifest-absent', what: `${key} is missing in store ${store.name}` }
    }
    if (!isLifeboatError(error, 'manifest-malformed')) throw error
    return {
      code: 'manifest-malformed',
      what: `${key} in store ${store.name} could not be read: ${error.why}`,
    }
  }
}

function add(left: CheckedManifests, right: CheckedManifests): CheckedManifests {
  return {
    findings: [...left.findings, ...right.findings],
    compared: left.compared + right.compared,
    unpublished: left.unpublished + right.unpublished,
    volumes: left.volumes + right.volumes,
    pruned: [...left.pruned, ...right.pruned],
  }
}
