import { expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import type { TargetJob } from '../../../src/evidence/target-job.ts'
import { describeDrill } from '../../../src/cli/output/describe-drill.ts'
import { runDrill } from '../../../src/drill/drill.ts'
import { openClient } from '../../../src/engines/redis/connection.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import { makeTarget, openBackupBench } from '../../support/backup-bench.ts'
import { fillZoo } from '../../support/engines/redis/zoo.ts'
import { drillPlan } from '../../support/drill-bench.ts'
import { sandboxLeftovers } from '../../support/sandbox-leftovers.ts'
import { testImage } from '../../support/servers/image.ts'
import { startRedis } from '../../support/servers/redis.ts'

const CHECKS = { books: [{ name: 'all keys are there', query: 'DBSIZE', expect: { '>=': 1000 } }] }

const PROVIDERS = ['process', 'container'] as const

test.each(PROVIDERS)('a drill in a %s proves the backup of a Redis that stood still', async (provider) => {
  await using bench = await openBackupBench()
  await using server = await startRedis({ settings: { 'repl-diskless-sync-delay': 0 } })
  const connection = { host: server.host, port: server.port }
  const client = await openClient(connection)
  await Promise.all(Array.from({ length: 1000 }, (_, i) => client.set(`k${i}`, `value ${i}`)))
  client.destroy()
  const target = {
    ...makeTarget({ folder: '' }, { image: testImage('redis-7') }),
    engine: 'redis',
    connect: async () => connection,
  }
  const job: TargetJob = { ...bench.job, target, engine }

  const backup = await runBackup(job)
  expect(backup).toMatchObject({
    outcome: 'succeeded',
    fingerprint: { origin: 'source', itemCount: 1000 },
  })
  const record = await runDrill({ ...job, plan: drillPlan({ provider, checks: CHECKS }) })
  expect(record.error).toBeUndefined()
  expect(record).toMatchObject({
    outcome: 'succeeded',
    grade: 7,
    proven: true,
    comparison: { origin: 'source', equalCount: 1, datasetCount: 1 },
    negativeControl: { dataset: 'db0', detected: true },
    sandbox: { provider, destroyed: true, egress: 'blocked' },
  })
  expect(await sandboxLeftovers(job.context.runId)).toEqual([])
})

test('a drill in a container proves the backup of a Valkey', async () => {
  await using bench = await openBackupBench()
  await using server = await startRedis({ kind: 'valkey-9', settings: { 'repl-diskless-sync-delay': 0 } })
  await fillZoo(server, 'valkey-9')
  const target = {
    ...makeTarget({ folder: '' }, { image: testImage('valkey-9') }),
    engine: 'redis',
    connect: async () => ({ host: server.host, port: server.port }),
  }
  const job: TargetJob = { ...bench.job, target, engine }
  expect(await runBackup(job)).toMatchObject({ outcome: 'succeeded', fingerprint: { origin: 'source' } })
  const record = await runDrill({ ...job, plan: drillPlan({ provider: 'container' }) })
  expect(record.error).toBeUndefined()
  expect(record).toMatchObject({ grade: 6, proven: true, sandbox: { serverVersion: 'valkey 9.1.2' } })
})

test('an empty Redis is drilled too: the negative control adds a key', async () => {
  await using bench = await openBackupBench()
  await using server = await startRedis({ settings: { 'repl-diskless-sync-delay': 0 } })
  const target = {
    ...makeTarget({ folder: '' }, { image: testImage('redis-7') }),
    engine: 'redis',
    connect: async () => ({ host: server.host, port: server.port }),
  }
  const job: TargetJob = { ...bench.job, target, engine }
  expect(await runBackup(job)).toMatchObject({ outcome: 'succeeded', fingerprint: { itemCount: 0 } })
  const record = await runDrill({ ...job, plan: drillPlan({ provider: 'process' }) })
  expect(record).toMatchObject({ grade: 6, proven: true, negativeControl: { change: 'one key added' } })
})

test('what was written to meanwhile is reproducible, and no more is said', async () => {
  await using bench = await openBackupBench()
  await using server = await startRedis({ settings: { 'repl-diskless-sync-delay': 0 } })
  const connection = { host: server.host, port: server.port }
  const target = { ...makeTarget({ folder: '' }, {}), engine: 'redis', connect: async () => connection }
  const job: TargetJob = { ...bench.job, target, engine }
  const client = await openClient(connection)
  await Promise.all(Array.from({ length: 1000 }, (_, i) => client.set(`k${i}`, `value ${i}`)))
  const stop = new AbortController()
  const writing = (async () => {
    for (let round = 0; !stop.signal.aborted; round += 1) await client.set('changing', String(round))
  })()
  const backup = await runBackup(job)
  stop.abort()
  await writing
  client.destroy()
  expect(backup).toMatchObject({ outcome: 'succeeded', fingerprint: { origin: 'artifact' } })
  expect(backup.limitations.join()).toContain('keys were written, or expired, while it was read')
  const record = await runDrill({ ...job, plan: drillPlan({ provider: 'process' }) })
  expect(record).toMatchObject({ grade: 4, proven: false, error: { code: 'finding-open' } })
  expect(describeDrill(record)).toContain('reproducible')
})
