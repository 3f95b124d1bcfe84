import type { RedisClient } from '../../../../src/engines/redis/connection.ts'
import { noise, type RedisCommand } from './zoo.ts'

type Key = Buffer
/** A number below a bound. */
export type Pick = (bound: number) => number

/** The smallest change of a value that its type knows, chosen at random; nothing else of the key changes. */
export async function mutateValue(client: RedisClient, key: Key, pick: Pick): Promise<string> {
  const type = await client.type(key)
  const mutate = BY_TYPE[type]
  if (mutate === undefined) throw new Error(`no mutation of a ${type}`)
  return mutate(client, key, pick)
}

/** A change of when a key expires, by a millisecond, or of whether it does. */
export async function mutateExpiry(client: RedisClient, key: Key, pick: Pick): Promise<string> {
  const at = await client.pExpireTime(key)
  if (at < 0) return run(client, ['PEXPIREAT', key, '4000000000000'])
  return run(client, pick(2) === 0 ? ['PERSIST', key] : ['PEXPIREAT', key, String(at - 1)])
}

type Mutate = (client: RedisClient, key: Key, pick: Pick) => Promise<string>

const BY_TYPE: Readonly<Record<string, Mutate>> = {
  string: mutateString,
  list: mutateList,
  set: mutateSet,
  zset: mutateSortedSet,
  hash: mutateHash,
  stream: mutateStream,
}

async function run(client: RedisClient, command: RedisCommand): Promise<string> {
  const answer: unknown = await client.sendCommand([...command])
  return `${command.map((word) => word.toString('latin1').slice(0, 40)).join(' ')} → ${String(answer)}`
}

async function mutateString(client: RedisClient, key: Key, pick: Pick): Promise<string> {
  const length = await client.strLen(key)
  if (length === 0 || pick(3) === 0) return run(client, ['APPEND', key, '\0'])
  const bit = pick(length * 8)
  return run(client, ['SETBIT', key, String(bit), String(1 - (await client.getBit(key, bit)))])
}

async function mutateList(client: RedisClient, key: Key, pick: Pick): Promise<string> {
  const index = pick(await client.lLen(key))
  const changes: readonly RedisCommand[] = [
    ['LSET', key, String(index), noise(12, index + 2)],
    ['RPUSH', key, ''],
    ['LPUSH', key, '0'],
    ['LPOP', key],
  ]
  return run(client, changes[pick(changes.length)] ?? [])
}

async function mutateSet(client: RedisClient, key: Key, pick: Pick): Promise<string> {
  const changes: readonly RedisCommand[] = [
    ['SADD', key, 'added'],
    ['SADD', key, '77777'],
    ['SPOP', key],
  ]
  return run(client, changes[pick(changes.length)] ?? [])
}

async function mutateSortedSet(client: RedisClient, key: Key, pick: Pick): Promise<string> {
  const index = String(pick(await client.zCard(key)))
  const [member = Buffer.alloc(0)] = await raw(client, ['ZRANGE', key, index, index])
  const score = await client.zScore(key, member)
  const changes: readonly RedisCommand[] = [
    ['ZADD', key, String(nextAfter(score ?? 0)), member],
    ['ZADD', key, '0.5', 'added'],
    ['ZREM', key, member],
  ]
  return run(client, changes[pick(changes.length)] ?? [])
}

async function mutateHash(client: RedisClient, key: Key, pick: Pick): Promise<string> {
  const [field = Buffer.alloc(0)] = await raw(client, ['HRANDFIELD', key, '1'])
  const changes: readonly RedisCommand[] = [
    ['HSET', key, field, noise(9, pick(1000) + 5)],
    ['HSET', key, 'added', ''],
    ['HDEL', key, field],
  ]
  return run(client, changes[pick(changes.length)] ?? [])
}

async function mutateStream(client: RedisClient, key: Key, pick: Pick): Promise<string> {
  const changes: readonly RedisCommand[] = [
    ['XGROUP', 'CREATE', key, 'another', '0'],
    ['XSETID', key, '18446744073709551615-18446744073709551615'],
    ['XADD', key, '18446744073709551615-18446744073709551615', 'a', ''],
  ]
  const ofGroup: readonly RedisCommand[] = [
    ['XDEL', key, '9-1'],
    ['XACK', key, 'readers', '1-1'],
    ['XCLAIM', key, 'readers', 'two', '0', '1-1', 'TIME', '1000', 'RETRYCOUNT', '5'],
    ['XGROUP', 'SETID', key, 'readers', '3-1'],
    ['XGROUP', 'CREATECONSUMER', key, 'readers', 'three'],
    ['XGROUP', 'DELCONSUMER', key, 'readers', 'one'],
    ['XGROUP', 'DESTROY', key, 'idle'],
    ['XTRIM', key, 'MAXLEN', '=', '490'],
  ]
  const all = key.toString() === 'stream:long' ? [...changes, ...ofGroup] : changes
  return run(client, all[pick(all.length)] ?? [])
}

async function raw(client: RedisClient, command: RedisCommand): Promise<readonly Buffer[]> {
  const answer: unknown = await client.withTypeMapping({ 36: Buffer }).sendCommand([...command])
  return (Array.isArray(answer) ? answer : [answer]) as readonly Buffer[]
}

/** The next greater number, or the next smaller one of infinity. */
function nextAfter(score: number): number {
  if (!Number.isFinite(score)) return score > 0 ? Number.MAX_VALUE : -Number.MAX_VALUE
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, score)
  const bits = view.getBigInt64(0)
  view.setBigInt64(0, score === 0 ? 1n : score > 0 ? bits + 1n : bits - 1n)
  return view.getFloat64(0)
}
