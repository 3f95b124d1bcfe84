import { Collection } from './collection.ts'
import { defineCollection, defineIndex } from './definition.ts'
import { localShards, readJson, type Exchange, type Reply } from './exchange.ts'
import { NumberText } from './numbers.ts'
import { Refusal, missingCollection, wrongInput } from './refusal.ts'

type Json = Readonly<Record<string, unknown>>

export async function listCollections({ storage, sees }: Exchange): Promise<Reply> {
  const names = [...storage.collections.keys()].filter(sees).sort()
  return { result: { collections: names.map((name) => ({ name })) } }
}

export async function createCollection(exchange: Exchange): Promise<Reply> {
  const { storage, path } = exchange
  const name = path['name'] ?? ''
  const definition = defineCollection(await readJson(exchange))
  if (storage.collections.has(name)) {
    throw new Refusal(409, `Wrong input: Collection \`${name}\` already exists!`)
  }
  storage.collections.set(name, new Collection(name, definition))
  return { result: true }
}

export async function describeCollection({ storage, path, indexing }: Exchange): Promise<Reply> {
  const collection = storage.find(path['name'] ?? '')
  const count = collection.points.size
  return {
    result: {
      status: (indexing.get(collection.name) ?? 0) > Date.now() ? 'yellow' : 'green',
      optimizer_status: 'ok',
      indexed_vectors_count: 0,
      points_count: count,
      segments_count: 2 * collection.shards,
      config: collection.config,
      payload_schema: collection.describeIndexes(),
      update_queue: { length: 0 },
    },
  }
}

/** Only what the optimizers are told; nothing in here optimizes. */
export async function changeCollection(exchange: Exchange): Promise<Reply> {
  const collection = exchange.storage.find(exchange.path['name'] ?? '')
  const { optimizers_config: sent, metadata } = await readJson(exchange)
  const optimizer_config = { ...(collection.config['optimizer_config'] as Json), ...(sent as Json) }
  collection.config = {
    ...collection.config,
    optimizer_config,
    ...(metadata === undefined ? {} : { metadata }),
  }
  return { result: true }
}

export async function deleteCollection({ storage, path }: Exchange): Promise<Reply> {
  const name = path['name'] ?? ''
  const found = storage.collections.get(storage.aliases.get(name) ?? name)
  if (found === undefined) return { result: false }
  for (const { alias_name } of storage.aliasesOf(found.name)) storage.aliases.delete(alias_name)
  return { result: storage.collections.delete(found.name) }
}

export async function collectionExists({ storage, path }: Exchange): Promise<Reply> {
  const name = path['name'] ?? ''
  return { result: { exists: storage.collections.has(storage.aliases.get(name) ?? name) } }
}

export async function listAliases({ storage, allowed, path }: Exchange): Promise<Reply> {
  // A key of some collections is shown no aliases at all.
  return { result: { aliases: typeof allowed === 'string' ? storage.aliasesOf(path['name']) : [] } }
}

export async function changeAliases(exchange: Exchange): Promise<Reply> {
  const { storage } = exchange
  const { actions = [] } = (await readJson(exchange)) as {
    actions?: readonly Readonly<Record<string, Json>>[]
  }
  for (const { create_alias: made, delete_alias: removed } of actions) {
    if (removed !== undefined) storage.aliases.delete(String(removed['alias_name']))
    if (made === undefined) continue
    const [alias, name] = [String(made['alias_name']), String(made['collection_name'])]
    if (!storage.collections.has(name)) throw missingCollection(name)
    if (storage.collections.has(alias)) throw wrongInput(`Collection \`${alias}\` already exists!`)
    storage.aliases.set(alias, name)
  }
  return { result: true }
}

export async function createIndex(exchange: Exchange): Promise<Reply> {
  const collection = exchange.storage.find(exchange.path['name'] ?? '')
  const { field_name: field, field_schema: schema } = await readJson(exchange)
  collection.indexes.set(String(field), defineIndex(schema))
  // The server counts the making of the schema and of the index.
  collection.operations += 2
  return { result: { operation_id: collection.operations, status: 'completed' } }
}

export async function deleteIndex({ storage, path }: Exchange): Promise<Reply> {
  const collection = storage.find(path['name'] ?? '')
  collection.indexes.delete(path['field'] ?? '')
  collection.operations += 1
  return { result: { operation_id: collection.operations, status: 'completed' } }
}

export async function describeShards({ storage, path, peer }: Exchange): Promise<Reply> {
  const collection = storage.find(path['name'] ?? '')
  const counts = new Map<number, number>()
  for (const id of collection.points.keys()) {
    const shard = collection.shardOf(id)
    counts.set(shard, (counts.get(shard) ?? 0) + 1)
  }
  const local = localShards({ storage, peer }, collection.name)
  const all = Array.from({ length: collection.shards }, (_, shard) => shard)
  const peerOf = (shard: number): NumberText => idOf(storage.peerIds, shard % storage.peerIds.length)
  return {
    result: {
      peer_id: idOf(storage.peerIds, peer),
      shard_count: collection.shards,
      local_shards: local.map((shard) => ({
        shard_id: shard,
        points_count: counts.get(shard) ?? 0,
        state: 'Active',
      })),
      remote_shards: all
        .filter((shard) => !local.includes(shard))
        .map((shard) => ({ shard_id: shard, peer_id: peerOf(shard), state: 'Active' })),
      shard_transfers: [],
    },
  }
}

export async function describeCluster({ storage, settings, peer }: Exchange): Promise<Reply> {
  const { peerIds } = storage
  if (peerIds.length === 1) return { result: { status: 'disabled' } }
  const peers = peerIds.map((id, at) => [id, { uri: `http://127.0.0.1:${(settings.ports[at] ?? 0) + 2}/` }])
  return {
    result: {
      status: 'enabled',
      peer_id: idOf(peerIds, peer),
      peers: Object.fromEntries(peers) as Json,
      raft_info: {
        term: 1,
        commit: 6,
        pending_operations: 0,
        leader: idOf(peerIds, 0),
        role: 'Leader',
        is_voter: true,
      },
      consensus_thread_status: { consensus_thread_status: 'working', last_update: new Date().toISOString() },
      message_send_failures: {},
    },
  }
}

function idOf(peerIds: readonly string[], peer: number): NumberText {
  return new NumberText(peerIds[peer] ?? '')
}
