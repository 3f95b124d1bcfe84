import { setTimeout as sleep } from 'node:timers/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { Collection } from './collection.ts'
import { localShards, type Exchange, type Reply } from './exchange.ts'
import { Refusal, missingCollection, wrongInput } from './refusal.ts'
import { addPoints, readSnapshot, writeSnapshot } from './snapshot-file.ts'
import { sha256, stamped, type SnapshotFolder } from './snapshot-folder.ts'
import { saveUpload } from './upload.ts'

export async function createSnapshot(exchange: Exchange): Promise<Reply> {
  const { storage, settings, path, query, peer } = exchange
  const collection = storage.find(path['name'] ?? '')
  const { shard } = subjectOf(exchange)
  const folder = storage.snapshotsOf(collection.name, { shard, peer })
  const id = shard === undefined ? (storage.peerIds[peer] ?? '') : `shard-${shard}`
  const name = stamped(`${collection.name}-${id}`)
  const local = localShards(exchange, collection.name)
  if (shard !== undefined && !local.includes(shard))
    throw new Refusal(404, `Not found: shard ${shard} not found`)
  const shards = shard === undefined ? local : [shard]
  writeSnapshot(folder.place(name), collection, {
    shards,
    whole: shard === undefined,
    version: settings.version,
  })
  const sealed = await folder.seal(name)
  return query.get('wait') === 'false' ? { accepted: true } : { result: sealed }
}

export async function listSnapshots(exchange: Exchange): Promise<Reply> {
  return { result: folderOf(exchange).list() }
}

export async function downloadSnapshot(exchange: Exchange): Promise<Reply> {
  const name = exchange.path['snapshot'] ?? ''
  const file = folderOf(exchange).file(name)
  if (file === undefined) throw new Refusal(404, `Not found: Snapshot ${name} not found`)
  return { file, name }
}

export async function deleteSnapshot(exchange: Exchange): Promise<Reply> {
  const name = exchange.path['snapshot'] ?? ''
  const folder = folderOf(exchange)
  if (folder.file(name) === undefined) throw new Refusal(404, `Not found: Snapshot ${name} not found`)
  folder.remove(name)
  return { result: true }
}

/** A shard's snapshot that is sent while it is made, and kept nowhere. */
export async function streamShard(exchange: Exchange): Promise<Reply> {
  const { storage, path, settings } = exchange
  const collection = storage.find(path['name'] ?? '')
  const shard = Number(path['shard'])
  if (!localShards(exchange, collection.name).includes(shard)) {
    throw new Refusal(404, `Not found: shard ${shard} not found`)
  }
  const file = join(tmpdir(), `stand-in-${randomBytes(6).toString('hex')}`)
  writeSnapshot(file, collection, { shards: [shard], whole: false, version: settings.version })
  return { file, name: stamped(`${collection.name}-shard-${shard}`), streamed: true }
}

/** Only collections that exist have snapshots to ask for. */
function folderOf(exchange: Exchange): SnapshotFolder {
  const { name, shard } = subjectOf(exchange)
  return exchange.storage.snapshotsOf(exchange.storage.find(name).name, { shard, peer: exchange.peer })
}

function subjectOf({ path }: Exchange): { readonly name: string; readonly shard: number | undefined } {
  const shard = path['shard']
  return { name: path['name'] ?? '', shard: shard === undefined ? undefined : Number(shard) }
}

const PRIORITIES = ['no_sync', 'snapshot', 'replica']

export async function uploadSnapshot(exchange: Exchange): Promise<Reply> {
  const { storage, request, query, peer } = exchange
  const { name, shard } = subjectOf(exchange)
  const checksum = query.get('checksum')
  assertUpload(name, checksum, query.get('priority'))
  const target = storage.aliases.get(name) ?? name
  if (shard !== undefined) storage.find(name)
  const folder = storage.snapshotsOf(target, { shard, peer })
  const saved = await saveUpload(request, (file) => folder.place(file))
  const path = folder.place(saved)
  if (query.get('wait') === 'false') return { accepted: true }
  const found = await sha256(path)
  // The server tells them the other way round.
  if (checksum !== null && checksum !== found) {
    folder.remove(saved)
    throw new Refusal(400, `Checksum mismatch: expected ${found}, actual ${checksum}`)
  }
  if (shard === undefined) await restoreWhole(exchange, target, path)
  else restoreShard(exchange, { name: target, shard }, path)
  return { result: shard === undefined ? true : null }
}

function assertUpload(name: string, checksum: string | null, priority: string | null): void {
  if (name.includes('/')) {
    throw new Refusal(
      422,
      'Validation error in path parameters: [collection_name: collection name cannot contain "/" char]',
    )
  }
  if (checksum !== null && !/^[0-9a-f]{64}$/.test(checksum)) {
    throw new Refusal(
      422,
      `Validation error in query parameters: [checksum: Validation error: invalid_sha256_hash [{"length": Number(${checksum.length}), "expected_length": Number(64), "value": String("${checksum}")}]]`,
    )
  }
  if (priority !== null && !PRIORITIES.includes(priority)) {
    const known = PRIORITIES.map((one) => `\`${one}\``).join(', ')
    throw new Refusal(
      400,
      `Deserialize error in query parameters: unknown variant \`${priority}\`, expected one of ${known}`,
    )
  }
}

async function restoreWhole(
  { storage, settings, indexing }: Exchange,
  name: string,
  path: string,
): Promise<void> {
  const { definition, shards } = readSnapshot(path)
  if (definition === undefined) {
    throw new Refusal(
      500,
      `Service internal error: File IO error: failed to open file \`${path}/config.json\`: No such file or directory (os error 2)`,
    )
  }
  const restored = new Collection(name, definition)
  const missing = Array.from({ length: restored.shards }, (_, shard) => shard).find(
    (shard) => !shards.has(shard),
  )
  if (missing !== undefined) {
    const where = `${path}/${missing}`
    throw new Refusal(
      500,
      `Service internal error: Can't restore snapshot in local mode with missing data at shard: ${where}`,
    )
  }
  const existing = storage.collections.get(name)
  if (existing !== undefined && existing.shards !== restored.shards) {
    throw wrongInput(
      `Snapshot is not compatible with existing collection: Collection shard number: ${existing.shards} Snapshot shard number: ${restored.shards}`,
    )
  }
  for (const points of shards.values()) addPoints(restored, points)
  await sleep(0)
  storage.collections.set(name, restored)
  indexing.set(name, Date.now() + settings.indexMs)
}

function restoreShard(
  { storage, settings, indexing }: Exchange,
  { name, shard }: { readonly name: string; readonly shard: number },
  path: string,
): void {
  const collection = storage.collections.get(name)
  if (collection === undefined) throw missingCollection(name)
  const points = readSnapshot(path).shards.get(-1)
  if (points === undefined) {
    throw new Refusal(
      500,
      `Service internal error: Can't restore snapshot in local mode with missing data at shard: ${path}`,
    )
  }
  collection.remove([...collection.points.keys()].filter((id) => collection.shardOf(id) === shard))
  addPoints(collection, points)
  indexing.set(name, Date.now() + settings.indexMs)
}
