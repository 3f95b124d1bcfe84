import { z } from 'zod'
import { encode, type QdrantClient } from './client.ts'
import { plainText } from './exact-json.ts'
import { READING_MS } from './silence.ts'

const named = z.object({ name: z.string() })
const aliasSchema = z.object({ alias_name: z.string(), collection_name: z.string() })
const infoSchema = z.object({
  status: z.string(),
  points_count: z.number().nullish(),
  config: z.object({ params: z.record(z.string(), z.unknown()) }).catchall(z.unknown()),
  payload_schema: z.record(z.string(), z.record(z.string(), z.unknown())),
  update_queue: z.object({ length: z.number() }).nullish(),
})

/** What a collection is, without its points. */
export type CollectionInfo = z.infer<typeof infoSchema>

export interface Alias {
  readonly name: string
  readonly collection: string
}

/** Names of the collections that this key may see, sorted. */
export async function listCollections(client: QdrantClient): Promise<readonly string[]> {
  const result = await client.call({ method: 'GET', path: '/collections', what: 'list the collections' })
  const { collections } = z.object({ collections: z.array(named) }).parse(result)
  return collections.map(({ name }) => name).sort()
}

export async function readInfo(client: QdrantClient, collection: string): Promise<CollectionInfo> {
  const path = `/collections/${encode(collection)}`
  return infoSchema.parse(
    await client.call({ method: 'GET', path, what: `describe ${JSON.stringify(collection)}` }),
  )
}

/** Aliases that this key may see, sorted by name. */
export async function listAliases(client: QdrantClient): Promise<readonly Alias[]> {
  const result = await client.call({ method: 'GET', path: '/aliases', what: 'list the aliases' })
  return z
    .object({ aliases: z.array(aliasSchema) })
    .parse(result)
    .aliases.map(({ alias_name: name, collection_name: collection }) => ({ name, collection }))
    .sort((one, other) => (one.name < other.name ? -1 : 1))
}

export async function countPoints(
  client: QdrantClient,
  collection: string,
  filter?: unknown,
): Promise<number> {
  const result = await client.call({
    method: 'POST',
    path: `/collections/${encode(collection)}/points/count`,
    what: `count the points of ${JSON.stringify(collection)}`,
    patienceMs: READING_MS,
    body: { exact: true, ...(filter === undefined ? {} : { filter }) },
  })
  return z.object({ count: z.number() }).parse(result).count
}

const peerId = z.unknown().transform(plainText)
const shardState = { shard_id: z.number(), state: z.string() }
const shardsSchema = z.object({
  peer_id: peerId,
  shard_count: z.number(),
  local_shards: z.array(z.object(shardState)),
  remote_shards: z.array(z.object({ ...shardState, peer_id: peerId })),
})

/** Where the shards of a collection lie, as one peer tells. */
export interface Shards {
  readonly peerId: string
  readonly count: number
  readonly replicas: readonly Replica[]
}

export interface Replica {
  readonly shard: number
  readonly peerId: string
  readonly state: string
}

export async function readShards(client: QdrantClient, collection: string): Promise<Shards> {
  const result = await client.call({
    method: 'GET',
    path: `/collections/${encode(collection)}/cluster`,
    what: `tell where ${JSON.stringify(collection)} lies`,
  })
  const { peer_id: own, shard_count: count, local_shards, remote_shards } = shardsSchema.parse(result)
  const replicas = [...local_shards.map((shard) => ({ ...shard, peer_id: own })), ...remote_shards].map(
    ({ shard_id: shard, peer_id: peer, state }) => ({ shard, peerId: peer, state }),
  )
  return { peerId: own, count, replicas }
}
