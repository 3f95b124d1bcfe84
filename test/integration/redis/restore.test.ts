import { afterEach, beforeEach, expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import { openClient, type RedisConnection } from '../../../src/engines/redis/connection.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import type { TargetJob } from '../../../src/evidence/target-job.ts'
import { runRestore } from '../../../src/restore/restore.ts'
import { makeTarget, openBackupBench } from '../../support/backup-bench.ts'
import { startRedis } from '../../support/servers/redis.ts'

let cleanup: AsyncDisposableStack

beforeEach(() => {
  cleanup = new AsyncDisposableStack()
})
afterEach(() => cleanup.disposeAsync())

async function start(settings: Readonly<Record<string, string | number>> = {}): Promise<RedisConnection> {
  const { host, port } = cleanup.use(
    await startRedis({ settings: { 'repl-diskless-sync-delay': 0, ...settings } }),
  )
  return { host, port }
}

async function run(
  connection: RedisConnection,
  commands: readonly (readonly string[])[],
  database = 0,
): Promise<unknown[]> {
  const client = await openClient(connection, database)
  try {
    return await Promise.all(commands.map((command) => client.sendCommand([...command])))
  } finally {
    client.destroy()
  }
}

async function backUp(source: RedisConnection): Promise<TargetJob> {
  const bench = cleanup.use(await openBackupBench())
  const target = { ...makeTarget({ folder: '' }, {}), engine: 'redis', connect: async () => source }
  const job: TargetJob = { ...bench.job, target, engine }
  expect(await runBackup(job)).toMatchObject({ outcome: 'succeeded' })
  return job
}

function restore(job: TargetJob, { host, port }: RedisConnection, planOnly = false) {
  return runRestore({
    ...job,
    selector: 'latest',
    into: `redis://${host}:${port}`,
    acceptUnanchored: false,
    planOnly,
    show: () => undefined,
    confirm: () => Promise.resolve('flag'),
  })
}

test('a backup is put into a running server key by key, equal but for what has expired', async () => {
  const source = await start({ 'enable-debug-command': 'yes' })
  await run(source, [
    // What nobody touches is dumped although its time has come.
    ['DEBUG', 'SET-ACTIVE-EXPIRE', '0'],
    ['SET', 'stays', '1'],
    ['SET', 'later', '2', 'EX', '100000'],
    ['SET', 'gone', '3', 'PX', '1'],
    ['HSET', 'hash', 'field', 'value'],
    ['XADD', 'stream', '1-1', 'a', 'b'],
    ['FUNCTION', 'LOAD', "#!lua name=lib\nredis.register_function('seven', function() return 7 end)"],
  ])
  await run(source, [['SADD', 'set', 'a', 'b']], 7)
  const job = await backUp(source)
  const destination = await start()
  const record = await restore(job, destination)
  expect(record?.error).toBeUndefined()
  expect(record).toMatchObject({
    outcome: 'succeeded',
    comparison: { datasetCount: 2, equalCount: 2, schemaEqual: true },
  })
  expect(record?.limitations).toContain(
    '1 keys of the backup had expired when it was restored, and are not at the destination.',
  )
  const [kept, gone, expiry, field, seven] = await run(destination, [
    ['GET', 'stays'],
    ['EXISTS', 'gone'],
    ['PEXPIRETIME', 'later'],
    ['HGET', 'hash', 'field'],
    ['FCALL', 'seven', '0'],
  ])
  expect([kept, gone, field, seven]).toEqual(['1', 0, 'value', 7])
  expect([expiry]).toEqual(await run(source, [['PEXPIRETIME', 'later']]))
  expect(await run(destination, [['SISMEMBER', 'set', 'b']], 7)).toEqual([1])
})

test('what is not empty, a replica, a cluster and the source itself are refused', async () => {
  const source = await start()
  await run(source, [['SET', 'a', '1']])
  const job = await backUp(source)
  expect(await restore(job, source)).toMatchObject({ error: { code: 'destination-is-source' } })
  const full = await start()
  await run(full, [
    ['FUNCTION', 'LOAD', "#!lua name=lib\nredis.register_function('one', function() return 1 end)"],
  ])
  expect(await restore(job, full)).toMatchObject({ error: { code: 'destination-not-empty' } })
  const replica = await start({ replicaof: '127.0.0.1 1' })
  expect(await restore(job, replica)).toMatchObject({ error: { code: 'not-supported' } })
  await expect(restore(job, replica, true)).rejects.toMatchObject({ code: 'not-supported' })
  const cluster = await start({ 'cluster-enabled': 'yes' })
  expect(await restore(job, cluster)).toMatchObject({ error: { code: 'not-supported' } })
  await expect(restore(job, cluster, true)).rejects.toMatchObject({ code: 'not-supported' })
})

test('a server that runs out of memory does not pass for restored', async () => {
  const source = await start()
  await run(
    source,
    Array.from({ length: 200 }, (_, i) => ['SET', `k${i}`, 'x'.repeat(20_000)]),
  )
  const job = await backUp(source)
  const refusing = await start({ maxmemory: '3mb', 'maxmemory-policy': 'noeviction' })
  expect(await restore(job, refusing)).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'disk-full' },
  })
  const evicting = await start({ maxmemory: '3mb', 'maxmemory-policy': 'allkeys-random' })
  expect(await restore(job, evicting)).toMatchObject({
    outcome: 'failed',
    error: { code: 'content-different' },
    limitations: expect.arrayContaining([
      `Everything had been loaded by then, and is still in ${evicting.host}:${evicting.port}.`,
    ]),
  })
})
