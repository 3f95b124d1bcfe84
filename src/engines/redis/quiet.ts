import type { RedisClient, RedisConnection } from './connection.ts'
import { readInfo } from './info.ts'
import { commandsSince } from './replication-stream.ts'

/** What a server sends its replicas may be looked through up to this size; what is longer is no pause. */
const LONGEST_LOOK_BYTES = 256 * 1024
/** What a server sends its replicas without being told to by anybody. */
const HARMLESS: ReadonlySet<string> = new Set(['PING', 'REPLCONF', 'SELECT'])

/** Why a server cannot be shown to have stood still since its dump; undefined while it still may have. */
export async function movedSince(
  client: RedisClient,
  facts: ReadonlyMap<string, string>,
): Promise<string | undefined> {
  const info = await readInfo(client, 'replication')
  if (info.get('role') === 'slave' && info.get('slave_read_only') === '0') {
    return 'the server is a replica that is written to, which its replication offset does not tell'
  }
  if (info.get('repl_backlog_active') !== '1' || info.get('master_replid') !== facts.get('repl-id')) {
    return 'the history of its replication is another one than at the dump'
  }
  return bytesSince(info, facts) > LONGEST_LOOK_BYTES ? WRITTEN : undefined
}

/** The same at the end: bytes that were sent to replicas meanwhile are looked through. */
export async function wroteSince(
  client: RedisClient,
  connection: RedisConnection,
  { facts, signal }: { readonly facts: ReadonlyMap<string, string>; readonly signal: AbortSignal },
): Promise<string | undefined> {
  const moved = await movedSince(client, facts)
  if (moved !== undefined) return moved
  const info = await readInfo(client, 'replication')
  const bytes = bytesSince(info, facts)
  if (bytes === 0) return undefined
  const from = Number(facts.get('repl-offset')) + 1
  if (Number(info.get('repl_backlog_first_byte_offset')) > from) return WRITTEN
  const commands = await commandsSince(connection, {
    history: facts.get('repl-id') ?? '',
    from,
    bytes,
    signal,
  })
  return commands?.every((name) => HARMLESS.has(name)) === true ? undefined : WRITTEN
}

const WRITTEN = 'keys were written, or expired, while it was read'

function bytesSince(info: ReadonlyMap<string, string>, facts: ReadonlyMap<string, string>): number {
  const bytes = Number(info.get('master_repl_offset')) - Number(facts.get('repl-offset'))
  return Number.isSafeInteger(bytes) && bytes >= 0 ? bytes : Infinity
}
