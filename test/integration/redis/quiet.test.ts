import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { openClient, type RedisClient, type RedisConnection } from '../../../src/engines/redis/connection.ts'
import { readContents } from '../../../src/engines/redis/contents.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import { readInfo } from '../../../src/engines/redis/info.ts'
import { movedSince, wroteSince } from '../../../src/engines/redis/quiet.ts'
import { whyNotFromSource } from '../../../src/engines/redis/source-digest.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { testContext } from '../../support/context.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { putRedisOnPath, redisKinds } from '../../support/servers/redis-programs.ts'
import { startRedis, type StartedRedis } from '../../support/servers/redis.ts'

putRedisOnPath()

const PASSWORD = 'kept secret'

let cleanup: AsyncDisposableStack

beforeEach(() => {
  cleanup = new AsyncDisposableStack()
})
afterEach(() => cleanup.disposeAsync())

/** What a dump of this very moment would say about itself. */
async function factsNow(client: RedisClient): Promise<ReadonlyMap<string, string>> {
  const info = await readInfo(client, 'replication')
  return new Map([
    ['repl-id', info.get('master_replid') ?? ''],
    ['repl-offset', info.get('master_repl_offset') ?? ''],
  ])
}

async function openTo(server: StartedRedis): Promise<{ client: RedisClient; connection: RedisConnection }> {
  const connection = { host: server.host, port: server.port, password: new Secret(PASSWORD) }
  const client = await openClient(connection)
  cleanup.defer(() => client.destroy())
  return { client, connection }
}

test.each(redisKinds)('what a server of %s tells its replicas by itself is no write', async (kind) => {
  const settings = { 'repl-ping-replica-period': 1, 'repl-diskless-sync-delay': 0 }
  const server = cleanup.use(await startRedis({ kind, password: PASSWORD, settings }))
  const { client, connection } = await openTo(server)
  const replicaof = `${server.host} ${server.port}`
  cleanup.use(await startRedis({ kind, settings: { replicaof, masterauth: PASSWORD } }))
  await expect.poll(async () => (await readInfo(client, 'replication')).get('slave0')).toContain('online')
  const facts = await factsNow(client)
  const { signal } = new AbortController()
  await expect
    .poll(async () => (await factsNow(client)).get('repl-offset'), { timeout: 5000 })
    .not.toBe(facts.get('repl-offset'))
  expect(await wroteSince(client, connection, { facts, signal })).toBeUndefined()
  await client.set('a', '1')
  expect(await movedSince(client, facts)).toBeUndefined()
  expect(await wroteSince(client, connection, { facts, signal })).toContain('keys were written')
})

test('a history that began anew, and a replica that is written to, are no proof', async () => {
  const server = cleanup.use(await startRedis({ password: PASSWORD }))
  const { client } = await openTo(server)
  // Without a backlog the offset stands still whatever is written.
  const facts = await factsNow(client)
  await client.set('a', '1')
  expect(await factsNow(client)).toEqual(facts)
  expect(await movedSince(client, facts)).toContain('history')
  const replica = cleanup.use(
    await startRedis({
      password: PASSWORD,
      settings: { replicaof: '127.0.0.1 1', 'replica-read-only': 'no' },
    }),
  )
  expect(await movedSince((await openTo(replica)).client, facts)).toContain('a replica that is written to')
})

test('more than the backlog holds is a write', async () => {
  const settings = { 'repl-backlog-size': '16kb', 'repl-diskless-sync-delay': 0 }
  const server = cleanup.use(await startRedis({ password: PASSWORD, settings }))
  const { client, connection } = await openTo(server)
  const replicaof = `${server.host} ${server.port}`
  cleanup.use(await startRedis({ settings: { replicaof, masterauth: PASSWORD } }))
  await expect.poll(async () => (await readInfo(client, 'replication')).get('slave0')).toContain('online')
  const facts = await factsNow(client)
  for (let index = 0; index < 40; index += 1) await client.set('a', 'x'.repeat(1000))
  const { signal } = new AbortController()
  expect(await wroteSince(client, connection, { facts, signal })).toContain('keys were written')
})

/** A script may keep what it does from the replicas, and so from the offset. */
const IN_SECRET = "redis.set_repl(redis.REPL_NONE) redis.call('SELECT', 3) redis.call('FLUSHDB')"

test('a database that went away without a word to the replicas is no proof', async () => {
  const settings = { 'repl-diskless-sync-delay': 0 }
  const server = cleanup.use(await startRedis({ password: PASSWORD, settings }))
  const { client, connection } = await openTo(server)
  await client.set('stays', '1')
  const third = await openClient(connection, 3)
  await third.set('goes', '1')
  third.destroy()
  const context = engineContext(cleanup.use(await testContext()))
  const sink = keepParts()
  const taken = await engine.capture(connection, { sink, fingerprint: true }, context)
  expect(taken.fingerprint?.origin).toBe('source')
  const path = join(context.workDir, 'dump.rdb')
  await writeFile(path, sink.parts.get('dump.rdb') ?? '')
  const contents = await readContents(path, { seed: 's', context })
  const ask = () => whyNotFromSource(connection, { contents, seed: 's', context })
  expect(await ask()).toBeUndefined()
  await client.eval(IN_SECRET)
  expect(await ask()).toContain('differs from the dump although nothing was written')
})
