import type { IncomingMessage } from 'node:http'
import { parseJson } from './numbers.ts'
import { Refusal } from './refusal.ts'
import type { Settings } from './settings.ts'
import type { Storage } from './storage.ts'

const LARGEST_JSON = 32 * 2 ** 20

/** What every route works on. */
export interface State {
  readonly settings: Settings
  readonly storage: Storage
  /** Until when restored collections are being indexed. */
  readonly indexing: Map<string, number>
}

/** One request, with what its path and key say. */
export interface Exchange extends State {
  readonly request: IncomingMessage
  readonly path: Readonly<Record<string, string>>
  readonly query: URLSearchParams
  /** Which peer was asked. */
  readonly peer: number
  readonly allowed: unknown
  readonly sees: (collection: string) => boolean
}

/** What a route answers: a `result`, printed JSON of one, a whole body, or a file. */
export type Reply =
  | { readonly result: unknown; readonly status?: number }
  | { readonly printed: string }
  | { readonly body: string; readonly type: string }
  | { readonly file: string; readonly name: string; readonly streamed?: boolean }
  | { readonly accepted: true }

/** The JSON of a request, its numbers as text. */
export async function readJson({ request }: Exchange): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = []
  const announced = Number(request.headers['content-length'] ?? 0)
  if (announced > LARGEST_JSON) {
    throw new Refusal(
      400,
      `JSON payload (${announced} bytes) is larger than allowed (limit: ${LARGEST_JSON} bytes).`,
    )
  }
  for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
  try {
    return parseJson(Buffer.concat(chunks).toString('utf8')) as Readonly<Record<string, unknown>>
  } catch (error) {
    throw new Refusal(400, `Format error in JSON body: ${error instanceof Error ? error.message : ''}`)
  }
}

/** The shards that the asked peer holds: all of them without a cluster. */
export function localShards(
  { storage, peer }: Pick<Exchange, 'storage' | 'peer'>,
  collection: string,
): readonly number[] {
  const { shards } = storage.find(collection)
  const all = Array.from({ length: shards }, (_, shard) => shard)
  return all.filter((shard) => shard % storage.peerIds.length === peer)
}
