import { setTimeout as sleep } from 'node:timers/promises'
import { Secret } from '../../../src/core/secret.ts'
import { openClient, type RedisConnection } from '../../../src/engines/redis/connection.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import { putRedisOnPath, redisKinds, type RedisKind } from '../../support/servers/redis-programs.ts'
import { startRedis } from '../../support/servers/redis.ts'
import { describeEngine } from './engine-contract.ts'
import type { EngineSource, Mutation } from './engine-fixture.ts'

const PASSWORD = 'kept-out-of-everything'

const LIBRARY = "#!lua name=shop\nredis.register_function('total', function() return 1 end)"

/** Every type that a dump can hold, in several databases. */
const SEED: Readonly<Record<number, readonly (readonly string[])[]>> = {
  0: [
    ...Array.from({ length: 500 }, (_, i) => ['SET', `order:${i}`, `paid ${i}`]),
    ['SET', 'session', 'open', 'EX', '100000'],
    ['SET', 'empty', ''],
    ['SET', 'binary', '\u0000\u0001ÿ'],
    ['RPUSH', 'queue', 'a', 'b', 'c'],
    ['SADD', 'tags', 'x', 'y'],
    ['HSET', 'customer:1', 'name', 'Ada', 'city', 'London'],
    ['ZADD', 'scores', '0.1', 'ada', '2', 'bob'],
    ['XADD', 'events', '1-1', 'kind', 'paid'],
    ['XGROUP', 'CREATE', 'events', 'readers', '0'],
    ['PFADD', 'visitors', 'a', 'b'],
    ['SETBIT', 'flags', '1000', '1'],
    ['FUNCTION', 'LOAD', LIBRARY],
  ],
  3: [['SET', 'other', 'database']],
}

const MUTATIONS: Readonly<Record<string, readonly string[]>> = {
  'a value': ['SET', 'order:17', 'paid 18'],
  'a removed key': ['DEL', 'order:18'],
  'a renamed key': ['RENAME', 'order:19', 'order:x'],
  'two elements that changed places': ['LMOVE', 'queue', 'queue', 'LEFT', 'RIGHT'],
  'the last digit of a score': ['ZADD', 'scores', '0.10000000000000002', 'ada'],
  'an expiry taken away': ['PERSIST', 'session'],
  'a moved key': ['MOVE', 'order:20', '3'],
  'a removed function': ['FUNCTION', 'DELETE', 'shop'],
}

putRedisOnPath()

for (const kind of redisKinds) {
  describeEngine<RedisConnection>({ name: kind, engine, start: () => start(kind) })
}

async function start(kind: RedisKind): Promise<EngineSource<RedisConnection>> {
  const server = await startRedis({ kind, password: PASSWORD, settings: { 'repl-diskless-sync-delay': 0 } })
  const connection = { host: server.host, port: server.port, password: new Secret(PASSWORD) }
  for (const [database, commands] of Object.entries(SEED))
    await execute(connection, commands, Number(database))
  return {
    connection,
    refused: { ...connection, password: new Secret('not-the-password') },
    absent: { ...connection, port: 1 },
    secrets: [PASSWORD, 'not-the-password'],
    mutations: Object.entries(MUTATIONS).map(([name, command]): Mutation<RedisConnection> => ({
      name,
      run: (copy) => execute(copy, [['CONFIG', 'SET', 'replica-read-only', 'no'], command]),
    })),
    write: (signal) => write(connection, signal),
    leftovers: () => replicasOf(connection),
    question: { text: 'DBSIZE', answer: '510' },
    keys: {
      question: JSON.stringify({ match: 'order:1?', strip: 'order:' }),
      answer: Array.from({ length: 10 }, (_, i) => String(10 + i)),
    },
    rules: {
      counted: [
        [{ kind: 'count', dataset: 'db0' }, 510],
        [{ kind: 'count', dataset: 'db3' }, 1],
      ],
      unsupported: [
        { kind: 'notNull', dataset: 'db0', columns: ['name'] },
        { kind: 'unique', dataset: 'db0', columns: ['name'] },
      ],
    },
    writes: [
      'SET order:1 other',
      'FLUSHALL',
      "EVAL redis.call('flushall') 0",
      'CONFIG SET replica-read-only no',
    ],
    [Symbol.asyncDispose]: () => server[Symbol.asyncDispose](),
  }
}

async function execute(
  connection: RedisConnection,
  commands: readonly (readonly string[])[],
  database = 0,
): Promise<void> {
  const client = await openClient(connection, database)
  try {
    await Promise.all(commands.map((command) => client.sendCommand([...command])))
  } finally {
    client.destroy()
  }
}

/** Keys are made, changed, moved and expire without a pause. */
async function write(connection: RedisConnection, signal: AbortSignal): Promise<void> {
  for (let round = 0; !signal.aborted; round += 1) {
    await execute(connection, [
      ['SET', `order:${round}`, `written ${round}`],
      ['SET', `fleeting:${round}`, 'x', 'PX', '200'],
      ['RPUSH', 'queue', String(round)],
      ['LPOP', 'queue'],
      ['DEL', `order:${round - 100}`],
    ])
    await sleep(1)
  }
}

async function replicasOf(connection: RedisConnection): Promise<readonly string[]> {
  const client = await openClient(connection)
  try {
    const replicas = await client.clientList({ TYPE: 'REPLICA' })
    return replicas.map(({ addr }) => addr)
  } finally {
    client.destroy()
  }
}
