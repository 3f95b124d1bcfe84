import { afterAll, beforeAll, expect, test } from 'vitest'
import { phase } from '../../support/cli/interrupt.ts'
import { processesOf, runsOf } from '../../support/cli/leftovers.ts'
import { openTwoEngines, SESSIONS_RULE, type TwoEngines } from '../../support/groups/two-engines.ts'
import { sandboxLeftovers } from '../../support/sandbox-leftovers.ts'

let scene: TwoEngines

beforeAll(async () => {
  scene = await openTwoEngines()
})
afterAll(() => scene[Symbol.asyncDispose]())

test('SIGINT during a drill of a group: cancelled, and neither sandboxes nor processes are left', async () => {
  expect(await scene.run(['backup', 'platform'])).toMatchObject({ exitCode: 0 })
  // Long enough to be met in the middle.
  const keys = 'select id::text from customers where pg_sleep(0.5) is not null'
  const rule = { ...SESSIONS_RULE, truth: { target: 'orders', keys } }
  await scene.configure({ groups: { platform: { targets: ['sessions', 'orders'], reconcile: [rule] } } })
  const cli = scene.start(['drill', 'platform', '--sandbox', 'process'])
  await phase('reconcile')(cli)
  const runs = await runsOf(scene)
  cli.process.kill('SIGINT')
  const { exitCode, result } = await cli.ended
  expect(exitCode).toBe(130)
  expect(result).toMatchObject({
    targets: [
      { target: 'sessions', record: { outcome: 'cancelled', proven: false, sandbox: { destroyed: true } } },
      { target: 'orders', record: { outcome: 'cancelled', proven: false, sandbox: { destroyed: true } } },
    ],
    groups: [{ record: { kind: 'groupDrill', outcome: 'cancelled', proven: false } }],
  })
  expect(runs).toHaveLength(1)
  for (const runId of runs) expect(await sandboxLeftovers(runId)).toEqual([])
  expect(await runsOf(scene)).toEqual([])
  expect(await processesOf(scene)).toEqual([])
})

test('a member that cannot be backed up: the others are kept, the group is not whole, and nothing is drilled', async () => {
  await scene.configure({
    targets: {
      orders: { engine: 'postgres', connection: { url: { env: 'ORDERS_URL' }, tls: { mode: 'disable' } } },
      sessions: { engine: 'redis', connection: { host: '127.0.0.1', port: 1 } },
    },
  })
  const { exitCode, result } = await scene.run(['drill', 'platform', '--fresh', '--sandbox', 'process'])
  expect(exitCode).toBe(7)
  expect(result).toMatchObject({
    targets: [
      { target: 'sessions', exitCode: 7, record: { kind: 'backup', outcome: 'couldNotRun' } },
      { target: 'orders', exitCode: 0, record: { kind: 'backup', outcome: 'succeeded' } },
    ],
    groups: [
      {
        exitCode: 7,
        record: {
          kind: 'groupBackup',
          whole: false,
          error: { code: 'server-unreachable' },
          members: [{ target: 'sessions' }, { target: 'orders', outcome: 'succeeded' }],
        },
      },
    ],
  })
  const [group] = result['groups'] as { record: object }[]
  expect(group?.record).not.toHaveProperty('instants')
  const listed = await scene.run(['list', 'platform'])
  expect((listed.result['targets'] as { total: number }[]).map(({ total }) => total)).toEqual([1, 2])
})

test('restore of a group: refused, and told how its members are restored', async () => {
  const { exitCode, result } = await scene.run(['restore', 'platform', '--into', 'shop_restored'])
  expect(exitCode).toBe(2)
  const fix =
    'restore its members one by one: lifeboat restore sessions --into DESTINATION, lifeboat restore orders --into DESTINATION'
  expect(result).toMatchObject({
    error: {
      code: 'target-unknown',
      what: 'platform is a group of targets, and restore takes one target',
      fix,
    },
  })
})

test('a rule that its engine can never answer: refused before anything is backed up or restored', async () => {
  const derived = { target: 'sessions', keys: { mtach: 'session:*' } }
  const rule = { ...SESSIONS_RULE, derived }
  await scene.configure({ groups: { platform: { targets: ['sessions', 'orders'], reconcile: [rule] } } })
  const { exitCode, result } = await scene.run(['drill', 'platform', '--fresh', '--sandbox', 'process'])
  expect(exitCode).toBe(2)
  expect(result).toMatchObject({
    targets: [],
    groups: [
      {
        exitCode: 2,
        error: {
          code: 'config-invalid',
          message: expect.stringContaining('derived.keys.mtach: unknown key') as string,
        },
      },
    ],
  })
})
