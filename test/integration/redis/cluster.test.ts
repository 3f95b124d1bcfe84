import { afterAll, beforeAll, expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import { runDrill } from '../../../src/drill/drill.ts'
import { LifeboatError } from '../../../src/core/errors.ts'
import { Secret } from '../../../src/core/secret.ts'
import { slotOwners, type SlotOwner } from '../../../src/engines/redis/cluster.ts'
import { openClient, type RedisConnection } from '../../../src/engines/redis/connection.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import { takeDumps } from '../../../src/engines/redis/take-dumps.ts'
import type { TargetJob } from '../../../src/evidence/target-job.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { makeTarget, openBackupBench } from '../../support/backup-bench.ts'
import { testContext } from '../../support/context.ts'
import { drillPlan } from '../../support/drill-bench.ts'
import { keepParts, type KeptParts } from '../../support/kept-parts.ts'
import { startRedisCluster, type StartedRedisCluster } from '../../support/servers/redis-cluster.ts'

const LIBRARY = "#!lua name=lib\nredis.register_function('seven', function() return 7 end)"
/** One of many keys in each third of the slots. */
const TAGS = ['{b}', '{c}', '{a}'] as const
const KEYS = 200

let cluster: StartedRedisCluster
let connection: RedisConnection

beforeAll(async () => {
  cluster = await startRedisCluster()
  for (const [node, tag] of TAGS.entries()) {
    const keys = Array.from({ length: KEYS }, (_, i) => ['SET', `${tag}:${i}`, `value ${i}`, 'EX', '100000'])
    await cluster.run(node, ['FUNCTION', 'LOAD', LIBRARY], ['SADD', `${tag}:set`, 'a', 'b'], ...keys)
  }
  const [first] = cluster.nodes
  connection = { host: first?.host ?? '', port: first?.port ?? 0 }
})
afterAll(() => cluster[Symbol.asyncDispose]())

test('a cluster is backed up by its slot owners and drilled as one', async () => {
  await using bench = await openBackupBench()
  const target = { ...makeTarget({ folder: '' }, {}), engine: 'redis', connect: async () => connection }
  const job: TargetJob = { ...bench.job, target, engine }
  const backup = await runBackup(job)
  expect(backup.error).toBeUndefined()
  expect(backup).toMatchObject({
    outcome: 'succeeded',
    consistency: { kind: 'perObject' },
    fingerprint: { origin: 'source', itemCount: TAGS.length * (KEYS + 1) },
  })
  expect(backup.limitations.join()).toContain('no one instant of the whole')
  const record = await runDrill({ ...job, plan: drillPlan({ provider: 'process' }) })
  expect(record.error).toBeUndefined()
  expect(record).toMatchObject({ outcome: 'succeeded', grade: 6, proven: true })
})

test('the dumps are told apart by their slots, and the address of any node leads to the same cluster', async () => {
  await using context = await testContext()
  const probe = await engine.probe(connection, engineContext(context))
  expect(probe.requirements).toMatchObject({
    'slots.dump-000.rdb': '0-5460',
    'slots.dump-001.rdb': '5461-10921',
    'slots.dump-002.rdb': '10922-16383',
  })
  const [, second] = cluster.nodes
  const other = await engine.probe(
    { host: second?.host ?? '', port: second?.port ?? 0 },
    engineContext(context),
  )
  expect(other.identity.id).toBe(probe.identity.id)
})

test('what an ACL user is told to be given is all that a backup of a cluster needs', async () => {
  await using context = await testContext()
  const user = { ...connection, user: 'backup', password: new Secret('kept secret') }
  const take = () =>
    engine.capture(user, { sink: keepParts(), fingerprint: true }, engineContext(context)).catch(asRefusal)
  await onEveryNode('-@all', '+ping', '+info')
  const told = (await take()) as LifeboatError
  expect(told.code).toBe('privilege-missing')
  await onEveryNode(...(told.fix ?? '').split(/[ ;]/).filter((word) => word.startsWith('+')))
  expect(await take()).toMatchObject({ fingerprint: { origin: 'artifact' } })
})

async function onEveryNode(...rules: readonly string[]): Promise<void> {
  for (const node of cluster.nodes.keys())
    await cluster.run(node, ['ACL', 'SETUSER', 'backup', 'on', '>kept secret', ...rules])
}

function asRefusal(error: unknown): LifeboatError {
  if (error instanceof LifeboatError) return error
  throw error
}

test('slots that change hands fail the backup, and nothing is stored', async () => {
  await using context = await testContext()
  const sink = keepParts()
  const [id] = await cluster.run(1, ['CLUSTER', 'MYID'])
  await cluster.run(0, ['CLUSTER', 'SETSLOT', '5', 'MIGRATING', String(id)])
  const taken = engine.capture(connection, { sink, fingerprint: true }, engineContext(context))
  await expect(taken).rejects.toMatchObject({ code: 'source-changed' })
  expect([...sink.parts.keys()]).toEqual([])
  await cluster.run(0, ['CLUSTER', 'SETSLOT', '5', 'STABLE'])
})

async function ownersNow(): Promise<readonly SlotOwner[]> {
  const client = await openClient(connection)
  try {
    return await slotOwners(client, connection)
  } finally {
    client.destroy()
  }
}

/** Takes the dumps with what a survey saw before slots changed hands. */
async function takeAfter(owners: readonly SlotOwner[], sink: KeptParts) {
  await using context = await testContext()
  const given = { folder: context.workDir, version: '7.0.15', owners, sink, context: engineContext(context) }
  return await takeDumps(connection, given)
}

test('each dump is kept with the slots that its owner had then', async () => {
  const [first, ...others] = await ownersNow()
  if (first === undefined) throw new Error('a cluster has owners')
  const taken = await takeAfter([{ ...first, slots: '0-5000' }, ...others], keepParts())
  expect(taken.map(({ slots }) => slots)).toEqual(['0-5460', '5461-10921', '10922-16383'])
})

test('slots that lose their owner meanwhile fail the backup', async () => {
  const before = await ownersNow()
  await cluster.run(0, ['CLUSTER', 'DELSLOTS', '9'])
  const sink = keepParts()
  await expect(takeAfter(before, sink)).rejects.toMatchObject({ code: 'server-unsupported' })
  expect([...sink.parts.keys()]).toEqual([])
  await cluster.run(0, ['CLUSTER', 'ADDSLOTS', '9'])
})

test('slots without an owner are no backup of the cluster', async () => {
  await using context = await testContext()
  await cluster.run(0, ['CLUSTER', 'DELSLOTS', '7'])
  await expect(engine.probe(connection, engineContext(context))).rejects.toMatchObject({
    code: 'server-unsupported',
  })
})
