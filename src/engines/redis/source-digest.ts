import type { EngineContext } from '../../core/engine.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { collectEagerly } from '../../runtime/small-heap.ts'
import type { RedisClient, RedisConnection } from './connection.ts'
import type { Contents } from './contents.ts'
import { keyspaces, readInfo, type Keyspace } from './info.ts'
import { movedSince, wroteSince } from './quiet.ts'
import { RawLink } from './raw-link.ts'
import { readKeys } from './read-keys.ts'
import { readPayload } from './rdb/payload.ts'
import { ByteReader } from './rdb/byte-reader.ts'
import { KeyDigester } from './rdb/key-digest.ts'
import { serverTimeMs } from './server-time.ts'
import { Tally } from './tally.ts'
import { useClient } from './use-client.ts'

/** A value is read in one piece; larger ones are not asked of a live server. */
const LARGEST_VALUE_BYTES = 32 * 2 ** 20
const BATCH_BYTES = 16 * 2 ** 20
const MOST_KEYS_AT_ONCE = 512
const LOOK_EVERY_MS = 1000

export interface SourceRequest {
  /** What the dump holds, digested with `seed`. */
  readonly contents: Contents
  readonly seed: string
  readonly context: EngineContext
}

/**
 * Reads every key of the source itself and compares with its dump; undefined when they are equal and nothing was written
 * in between, else why that cannot be said.
 */
export async function whyNotFromSource(
  connection: RedisConnection,
  request: SourceRequest,
): Promise<string | undefined> {
  if (connection.readSource === false) return 'its target has readSource: false'
  try {
    return await useClient(connection, { signal: request.context.signal }, (client) =>
      compareWithSource(client, connection, request),
    )
  } catch (error) {
    if (request.context.signal.aborted) throw cancelled(request.context.signal)
    const why = error instanceof Error ? error.message : String(error)
    return why.includes('NOPERM') ? 'its login may not read keys' : `its keys could not be read (${why})`
  }
}

async function compareWithSource(
  client: RedisClient,
  connection: RedisConnection,
  request: SourceRequest,
): Promise<string | undefined> {
  using _eager = collectEagerly()
  const { contents } = request
  if (contents.largestValue > LARGEST_VALUE_BYTES) {
    return `a value of ${contents.largestValue} bytes is too large to be read from a live server in one piece`
  }
  const moved = await movedSince(client, contents.facts)
  if (moved !== undefined) return moved
  const found = keyspaces(await readInfo(client))
  // A script may write without telling the replicas.
  let equal = (await sameFunctions(client, contents)) && found.length === contents.databases.size
  for (const keyspace of found) {
    const tally = await tallyOf(keyspace, connection, {
      ...request,
      look: () => movedSince(client, contents.facts),
    })
    if (typeof tally === 'string') return tally
    equal &&= isSame(tally, contents.databases.get(keyspace.number))
  }
  const wrote = await wroteSince(client, connection, {
    facts: contents.facts,
    signal: request.context.signal,
  })
  if (wrote !== undefined) return wrote
  if (contents.firstExpiry <= (await serverTimeMs(client))) return 'keys expired while it was read'
  return equal ? undefined : 'what it holds differs from the dump although nothing was written'
}

async function sameFunctions(client: RedisClient, { functions }: Contents): Promise<boolean> {
  const libraries = await client.functionListWithCode()
  return (
    libraries.length === functions.size && libraries.every(({ library_code: code }) => functions.has(code))
  )
}

function isSame(one: Tally, other: Tally | undefined): boolean {
  return other !== undefined && one.sum.count === other.sum.count && one.sum.total === other.sum.total
}

/** Digests one database of the source, or says why not to go on. */
async function tallyOf(
  { number, expires }: Keyspace,
  connection: RedisConnection,
  request: SourceRequest & { readonly look: () => Promise<string | undefined> },
): Promise<Tally | string> {
  const { contents, context, seed } = request
  const atOnce = Math.max(
    1,
    Math.min(MOST_KEYS_AT_ONCE, Math.floor(BATCH_BYTES / Math.max(1, contents.largestValue))),
  )
  const digester = new KeyDigester(seed)
  const tally = new Tally()
  return useClient(connection, { database: number, signal: context.signal }, async (client) => {
    await using link = await RawLink.open(connection, context.signal)
    if (number !== 0) await link.exchange([['SELECT', String(number)]])
    let lookAt = performance.now() + LOOK_EVERY_MS
    for await (const batch of readKeys({ client, link, atOnce, expires: expires > 0 })) {
      for (const { key, value, expiresAt } of batch) {
        const { type, body, valkey } = readPayload(value)
        const { kind, digest } = digester.digest(ByteReader.ofBytes(body), { key, expiresAt, type }, valkey)
        tally.add(kind, digest, expiresAt)
      }
      if (context.signal.aborted) throw cancelled(context.signal)
      if (performance.now() < lookAt) continue
      const moved = await request.look()
      if (moved !== undefined) return moved
      lookAt = performance.now() + LOOK_EVERY_MS
    }
    return tally
  })
}
