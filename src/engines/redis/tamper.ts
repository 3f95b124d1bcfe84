import { createHash } from 'node:crypto'
import type { EngineContext, Tampering } from '../../core/engine.ts'
import type { RedisClient, RedisConnection } from './connection.ts'
import { databaseName } from './dump-fingerprint.ts'
import { keyspaces, readInfo } from './info.ts'
import { WORKING_MS } from './silence.ts'
import { useClient } from './use-client.ts'

const CANDIDATES = 1000
const DAY_MS = 86_400_000

/** One change of one key; says what it did. */
type Change = (client: RedisClient, key: string) => Promise<string>

const CHANGES: readonly Change[] = [changeValue, changeExpiry, removeKey, addKey]

/**
 * Changes one value or one expiry, removes a key or adds one, as the seed says; where there is no key, or every one has
 * expired by now and so cannot be reached, it adds one.
 */
export async function tamper(
  connection: RedisConnection,
  seed: string,
  { signal }: EngineContext,
): Promise<Tampering> {
  const database = await useClient(connection, { signal }, (client) => pickDatabase(client, seed))
  return useClient(connection, { database, signal, silenceMs: WORKING_MS }, async (client) => {
    await client.configSet('replica-read-only', 'no')
    const { keys } = await client.scan('0', { COUNT: CANDIDATES })
    const key = keys[number(`${seed} key`) % Math.max(1, keys.length)]
    const change = key === undefined ? addKey : (CHANGES[number(`${seed} change`) % CHANGES.length] ?? addKey)
    return { dataset: databaseName(database), change: await change(client, key ?? seed) }
  })
}

/** One more element, by the type of what is there; a module's value is removed, since only the module could change it. */
async function changeValue(client: RedisClient, key: string): Promise<string> {
  const added = 'negative control'
  const commands: Readonly<Record<string, readonly string[]>> = {
    string: ['APPEND', key, '.'],
    list: ['RPUSH', key, added],
    set: ['SADD', key, added],
    zset: ['ZADD', key, '1', added],
    hash: ['HSET', key, added, ''],
    stream: ['XADD', key, '*', added, ''],
  }
  const type = await client.type(key)
  const command = commands[type]
  if (command === undefined) return removeKey(client, key)
  await client.sendCommand([...command])
  return `the value of one ${type} changed`
}

async function changeExpiry(client: RedisClient, key: string): Promise<string> {
  const at = await client.pExpireTime(key)
  if (at < 0) await client.pExpire(key, DAY_MS)
  else await client.pExpireAt(key, at + DAY_MS)
  return at < 0 ? 'one key made to expire' : 'the expiry of one key moved'
}

async function removeKey(client: RedisClient, key: string): Promise<string> {
  await client.del(key)
  return 'one key removed'
}

async function addKey(client: RedisClient, key: string): Promise<string> {
  await client.set(`lifeboat:${key}`, 'negative control')
  return 'one key added'
}

async function pickDatabase(client: RedisClient, seed: string): Promise<number> {
  const databases = keyspaces(await readInfo(client))
  return databases[number(`${seed} database`) % Math.max(1, databases.length)]?.number ?? 0
}

/** A number that depends on nothing but the seed. */
function number(seed: string): number {
  return createHash('sha256').update(seed).digest().readUInt32BE(0)
}
