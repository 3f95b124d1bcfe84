import { openClient, type RedisConnection } from '../../../../src/engines/redis/connection.ts'
import type { RedisKind } from '../../servers/redis-programs.ts'

type Word = string | Buffer
export type RedisCommand = readonly Word[]

const FAR_FUTURE_MS = '253402300799999'
const LIBRARY = "#!lua name=zoo\nredis.register_function('zoo_total', function() return 1 end)"

/** The same bytes each time, which do not compress. */
export function noise(length: number, seed = 1): Buffer {
  const bytes = Buffer.alloc(length)
  let state = seed
  for (let at = 0; at < length; at += 1) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    bytes[at] = state >>> 24
  }
  return bytes
}

const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
const invalid = Buffer.from([0xff, 0xfe, 0x80, 0x00, 0xc3, 0x28])
const numbers = (count: number): string[] => Array.from({ length: count }, (_, index) => String(index * 7))

const WHOLE = [
  '0',
  '-1',
  '63',
  '127',
  '128',
  '-4096',
  '4095',
  '4096',
  '32767',
  '-32769',
  '8388607',
  '-8388609',
  '2147483647',
  '-2147483649',
  '9223372036854775807',
  '-9223372036854775808',
  '9223372036854775808',
  '123456789012345678901234567890',
]

const STRINGS: readonly RedisCommand[] = [
  ['SET', 'string:empty', ''],
  ['SET', '', 'a key without a name'],
  ['SET', Buffer.concat([Buffer.from('key:'), invalid]), invalid],
  ['SET', every, every],
  ['SET', 'ключ:鍵:🔑', 'значение'],
  ['SET', 'line\r\nbreak', '\r\n'],
  ['SET', 'k'.repeat(20_000), 'long name'],
  ...['-0', '007', '+1', ' 1', '1.0', 'nan', ...WHOLE].map((text) => ['SET', `string:${text}`, text]),
  ...[63, 64, 16_383, 16_384, 300_000].map((size) => ['SET', `string:noise:${size}`, noise(size, size + 1)]),
  ['SET', 'string:compressed', 'abcdefgh'.repeat(40_000)],
  [
    'SET',
    'string:compressed far',
    Buffer.concat([noise(8100), noise(8100), Buffer.alloc(100_000, 7), noise(8100)]),
  ],
  ['SETBIT', 'bits', '100000', '1'],
  ['PFADD', 'hll:sparse', 'a', 'b'],
  ['PFADD', 'hll:dense', ...numbers(20_000)],
]

const COLLECTIONS: readonly RedisCommand[] = [
  ['RPUSH', 'list:small', '', 'a', invalid, 'a'.repeat(70), ...WHOLE],
  ['RPUSH', 'list:long', ...numbers(6000)],
  ['RPUSH', 'list:large element', 'before', noise(100_000), 'between', 'x'.repeat(5000), 'after'],
  ['SADD', 'set:16', '1', '-2', '32767'],
  ['SADD', 'set:32', '1', '-70000'],
  ['SADD', 'set:64', '1', '-9223372036854775808', '9223372036854775807'],
  ['SADD', 'set:small', '', 'a', invalid, '12', '012'],
  ['SADD', 'set:large', invalid, ...numbers(3000).map((text) => `m${text}`)],
  [
    'ZADD',
    'zset:small',
    'inf',
    'a',
    '-inf',
    'b',
    '0',
    'c',
    '0.1',
    invalid,
    '5e-324',
    '',
    '1.7976931348623157e308',
    'd',
    '9007199254740993',
    'e',
  ],
  [
    'ZADD',
    'zset:large',
    'inf',
    invalid,
    ...numbers(1000).flatMap((text, index) => [String(index / 3), text]),
  ],
  ['GEOADD', 'geo', '13.361389', '38.115556', 'Palermo', '-180', '-85', 'edge'],
  ['HSET', 'hash:small', '', '', 'a', invalid, invalid, 'b', 'n', '-32769', '7', '1e3'],
  [
    'HSET',
    'hash:large',
    ...numbers(2000).flatMap((text) => [text, `value ${text}`]),
    'long',
    'v'.repeat(10_000),
  ],
]

const STREAMS: readonly RedisCommand[] = [
  ...numbers(500).map((text, index) => ['XADD', 'stream:long', `${index + 1}-1`, 'field', text, invalid, '']),
  ['XDEL', 'stream:long', '7-1', '300-1'],
  ['XADD', 'stream:ends', '18446744073709551615-18446744073709551614', 'a', 'b'],
  ['XGROUP', 'CREATE', 'stream:empty', 'group', '$', 'MKSTREAM'],
  ['XGROUP', 'CREATE', 'stream:long', 'readers', '0'],
  ['XGROUP', 'CREATE', 'stream:long', 'idle', '20-1'],
  ['XGROUP', 'CREATECONSUMER', 'stream:long', 'idle', 'nobody'],
  ['XREADGROUP', 'GROUP', 'readers', 'one', 'COUNT', '5', 'STREAMS', 'stream:long', '>'],
  ['XREADGROUP', 'GROUP', 'readers', 'two', 'COUNT', '3', 'STREAMS', 'stream:long', '>'],
  ['XACK', 'stream:long', 'readers', '2-1'],
]

const EXPIRING: readonly RedisCommand[] = [
  ['SET', 'expiring:far', 'x', 'PXAT', FAR_FUTURE_MS],
  ['SET', 'expiring:soon', 'x', 'EX', '100000'],
  ['SADD', 'expiring:set', 'a'],
  ['PEXPIREAT', 'expiring:set', FAR_FUTURE_MS],
]

/** Since Redis 7.4 and Valkey 9 a field can expire by itself. */
const EXPIRING_FIELDS: readonly RedisCommand[] = [
  ['HSET', 'fields:small', 'stays', '1', 'goes', '2', 'goes later', '3'],
  ['HPEXPIREAT', 'fields:small', '4000000000123', 'FIELDS', '1', 'goes'],
  ['HPEXPIREAT', 'fields:small', '4000000000456', 'FIELDS', '1', 'goes later'],
  ['HSET', 'fields:large', ...numbers(1000).flatMap((text) => [text, text])],
  ['HPEXPIREAT', 'fields:large', '4000000000789', 'FIELDS', '2', '7', '14'],
]

/** Every type and odd value that a server has, by database. */
function zoo(kind: RedisKind): ReadonlyMap<number, readonly RedisCommand[]> {
  const common = [...STRINGS, ...COLLECTIONS, ...STREAMS, ...EXPIRING, ['FUNCTION', 'LOAD', LIBRARY]]
  return new Map([
    [0, kind === 'redis-7' ? common : [...common, ...EXPIRING_FIELDS]],
    [1, [['SET', 'string:empty', 'in another database']]],
    [15, [['RPUSH', 'last', 'one']]],
  ])
}

/** Runs commands in one database, in their order. */
export async function runCommands(
  { host, port }: Pick<RedisConnection, 'host' | 'port'>,
  commands: readonly RedisCommand[],
  database = 0,
): Promise<unknown[]> {
  const client = await openClient({ host, port }, database)
  try {
    return await Promise.all(commands.map((command) => client.sendCommand([...command])))
  } finally {
    client.destroy()
  }
}

export async function fillZoo(
  connection: Pick<RedisConnection, 'host' | 'port'>,
  kind: RedisKind,
): Promise<void> {
  for (const [database, commands] of zoo(kind)) await runCommands(connection, commands, database)
}
