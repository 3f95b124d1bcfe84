import { afterEach, beforeEach, expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import type { Target } from '../../../src/core/target.ts'
import { runDrill } from '../../../src/drill/drill.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import type { TargetJob } from '../../../src/evidence/target-job.ts'
import { runRestore } from '../../../src/restore/restore.ts'
import { makeTarget, openBackupBench } from '../../support/backup-bench.ts'
import { drillPlan } from '../../support/drill-bench.ts'
import { runCommands } from '../../support/engines/redis/zoo.ts'
import { findRedisModule, putRedisOnPath, type RedisKind } from '../../support/servers/redis-programs.ts'
import { testImage } from '../../support/servers/image.ts'
import { startRedis, type RedisOptions, type StartedRedis } from '../../support/servers/redis.ts'

const PATH = process.env['PATH']

let cleanup: AsyncDisposableStack

beforeEach(() => {
  cleanup = new AsyncDisposableStack()
})
afterEach(() => {
  process.env['PATH'] = PATH
  return cleanup.disposeAsync()
})

async function start(options: RedisOptions): Promise<StartedRedis> {
  const settings = { 'repl-diskless-sync-delay': 0, ...options.settings }
  return cleanup.use(await startRedis({ ...options, settings }))
}

async function backUp(
  { host, port }: StartedRedis,
  settings: Partial<Target['settings']> = {},
): Promise<TargetJob> {
  const bench = cleanup.use(await openBackupBench())
  const target = {
    ...makeTarget({ folder: '' }, settings),
    engine: 'redis',
    connect: async () => ({ host, port }),
  }
  const job: TargetJob = { ...bench.job, target, engine }
  expect(await runBackup(job)).toMatchObject({ outcome: 'succeeded' })
  return job
}

test('a sandbox of another version than the backup is not made', async () => {
  const server = await start({ kind: 'redis-8' })
  await runCommands(server, [['SET', 'a', '1']])
  const job = await backUp(server)
  const record = await runDrill({ ...job, plan: drillPlan({ provider: 'process' }) })
  expect(record).toMatchObject({ outcome: 'couldNotRun', error: { code: 'program-version' }, proven: false })
  expect(record.error?.message).toContain('Redis 8.2')
})

test.each<readonly [RedisKind, RedisKind]>([
  ['redis-8', 'redis-7'],
  ['valkey-9', 'redis-8'],
  ['redis-8', 'valkey-9'],
])('values of %s that %s does not know are refused by it', async (from, to) => {
  const server = await start({ kind: from })
  await runCommands(server, [
    ['HSET', 'hash', 'field', 'value'],
    ['HPEXPIREAT', 'hash', '4000000000000', 'FIELDS', '1', 'field'],
  ])
  const job = await backUp(server)
  const { host, port } = await start({ kind: to })
  const record = await runRestore({
    ...job,
    selector: 'latest',
    into: `redis://${host}:${port}`,
    acceptUnanchored: false,
    planOnly: false,
    show: () => undefined,
    confirm: () => Promise.resolve('flag'),
  })
  expect(record).toMatchObject({ outcome: 'couldNotRun', error: { code: 'server-unsupported' } })
})

test('values of modules are backed up, and a sandbox without the module is told before its server starts', async () => {
  putRedisOnPath()
  const server = await start({ kind: 'redis-8', settings: { loadmodule: findRedisModule() } })
  await runCommands(server, [['GRAPH.QUERY', 'graph', "CREATE (:person {name: 'Ada'})"]])
  const job = await backUp(server)
  const record = await runDrill({ ...job, plan: drillPlan({ provider: 'process' }) })
  expect(record).toMatchObject({ outcome: 'couldNotRun', error: { code: 'program-absent' }, proven: false })
  expect(record.error?.message).toContain('graphdata')
})

test.each([
  ['disk', { disk: '16MiB' }],
  ['memory', { memory: '24MiB' }],
])('a sandbox out of %s is told as that', async (what, limit) => {
  // Large only where it is loaded.
  const server = await start({ settings: { rdbcompression: 'no' } })
  const value = 'x'.repeat(1_000_000)
  await runCommands(
    server,
    Array.from({ length: 30 }, (_, index) => ['SET', `k${index}`, value]),
  )
  const job = await backUp(server, { image: testImage('redis-7') })
  const record = await runDrill({ ...job, plan: drillPlan({ provider: 'container', ...limit }) })
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'sandbox-exhausted' },
    proven: false,
  })
  expect(record.error?.message).toContain(what)
})
