import { readFileSync } from 'node:fs'
import type { Collection, Definition } from './collection.ts'
import { parseJson, printJson } from './numbers.ts'
import { Refusal } from './refusal.ts'
import { readTar, writeTar } from './tar.ts'

type Json = Readonly<Record<string, unknown>>

const PIECE_LINES = 2000

/** What a snapshot file says: some shards of a collection, and for a snapshot of a collection its definition. */
export interface SnapshotContent {
  readonly definition?: Definition
  readonly shards: ReadonlyMap<number, Buffer>
}

/** Writes a snapshot of a format of its own: lines of points by shard in a tar, whole or of one shard. */
export function writeSnapshot(
  path: string,
  collection: Collection,
  what: { readonly shards: readonly number[]; readonly whole: boolean; readonly version: string },
): void {
  const lines = new Map(what.shards.map((shard) => [shard, [] as string[]]))
  for (const point of collection.matching(undefined)) {
    const vectors = printJson(Object.fromEntries([...point.vectors].map(([name, text]) => [name, text])))
    lines.get(collection.shardOf(point.id))?.push(`${point.id}\t${point.payload}\t${vectors}\n`)
  }
  const shards = [...lines].map(
    ([shard, all]) => [`${what.whole ? shard : 'shard'}/points`, pieces(all)] as const,
  )
  const definition: (readonly [string, readonly Buffer[]])[] = what.whole
    ? [
        ['version.info', [Buffer.from(what.version)]],
        ['config.json', [Buffer.from(printJson(collection.config))]],
        ['payload_index.json', [Buffer.from(printJson(Object.fromEntries(collection.indexes)))]],
      ]
    : []
  writeTar(path, [...shards, ...definition])
}

function pieces(lines: readonly string[]): readonly Buffer[] {
  const found: Buffer[] = []
  for (let at = 0; at < lines.length; at += PIECE_LINES)
    found.push(Buffer.from(lines.slice(at, at + PIECE_LINES).join('')))
  return found
}

/** Reads a snapshot file. Throws what the server answers to one that it cannot unpack. */
export function readSnapshot(path: string): SnapshotContent {
  const members = unpack(path)
  const shards = new Map<number, Buffer>()
  for (const [name, content] of members) {
    const shard = /^(\d+|shard)\/points$/.exec(name)?.[1]
    if (shard !== undefined) shards.set(shard === 'shard' ? -1 : Number(shard), content)
  }
  const config = members.get('config.json')
  const indexes = members.get('payload_index.json')
  if (config === undefined || indexes === undefined) return { shards }
  return {
    shards,
    definition: {
      config: parseJson(config.toString('utf8')) as Definition['config'],
      indexes: new Map(Object.entries(parseJson(indexes.toString('utf8')) as Record<string, Json>)),
    },
  }
}

/** Puts the points of a shard into a collection. */
export function addPoints(collection: Collection, shard: Buffer): void {
  for (const line of shard.toString('utf8').split('\n')) {
    if (line === '') continue
    const [id = '', payload = '', vectors = ''] = line.split('\t')
    collection.put({
      id,
      payload,
      vectors: new Map(Object.entries(JSON.parse(vectors) as Record<string, string>)),
    })
  }
}

function unpack(path: string): ReadonlyMap<string, Buffer> {
  try {
    return readTar(readFileSync(path))
  } catch (error) {
    throw new Refusal(
      500,
      `Service internal error: File IO error: ${error instanceof Error ? error.message : ''}`,
    )
  }
}
