import { afterAll, beforeAll, expect, test } from 'vitest'
import { openTwoEngines, type TwoEngines } from '../../support/groups/two-engines.ts'

let scene: TwoEngines

beforeAll(async () => {
  scene = await openTwoEngines()
})
afterAll(() => scene[Symbol.asyncDispose]())

test('one command backs a group up, drills and reconciles it, and the group can be named wherever targets can', async () => {
  const { exitCode, result, stderr } = await scene.run([
    'drill',
    'platform',
    '--fresh',
    '--sandbox',
    'process',
  ])
  expect(stderr).toBe('')
  expect(result).toMatchObject({
    targets: [
      { target: 'sessions', record: { kind: 'drill', proven: true }, backup: { record: { kind: 'backup' } } },
      { target: 'orders', record: { kind: 'drill', proven: true, grade: 7 } },
    ],
    groups: [
      {
        group: 'platform',
        backup: { record: { kind: 'groupBackup', whole: true } },
        record: {
          kind: 'groupDrill',
          proven: true,
          reconciliation: [{ result: 'passed', missing: 30, orphaned: 0 }],
        },
      },
    ],
  })
  expect(exitCode).toBe(0)
})

test('the records of a group are published with those of its members, and verified', async () => {
  const collected = await scene.run(['collect'])
  expect(collected.result).toMatchObject({ added: 6 })
  expect(await scene.run(['evidence', 'verify'])).toMatchObject({ exitCode: 0 })
})

test('every verb about backups takes the group for its members', async () => {
  for (const verb of ['verify', 'list', 'status', 'check']) {
    const { result } = await scene.run([verb, 'platform'])
    const names = (result['targets'] as { target: string }[]).map(({ target }) => target)
    expect({ verb, names }).toEqual({ verb, names: ['sessions', 'orders'] })
  }
})

test('status shows what the newest drill of the group showed', async () => {
  const { exitCode, result } = await scene.run(['status'])
  expect(exitCode).toBe(0)
  expect(result['groups']).toMatchObject([
    {
      group: 'platform',
      drill: { outcome: 'succeeded', proven: true, reconciliation: 'met' },
      rto: { verdict: 'met', objectiveMs: 600_000 },
    },
  ])
})

test('a group is one job of a matrix of drills, and its members are of one of verifications', async () => {
  const jobs = { drill: ['platform'], backup: ['platform'], verify: ['orders', 'sessions'] }
  for (const [kind, targets] of Object.entries(jobs)) {
    const { result } = await scene.run(['plan', '--matrix', '--kind', kind])
    expect(result['matrix']).toEqual({ include: targets.map((target) => ({ target })) })
  }
})

test('--fresh and --backup contradict each other', async () => {
  const { exitCode, result } = await scene.run(['drill', 'platform', '--fresh', '--backup', 'latest'])
  expect({ exitCode, result }).toMatchObject({ exitCode: 2, result: { error: { code: 'usage-invalid' } } })
})

test('an orphan that was made behind the back of the source of truth fails the group', async () => {
  await scene.redis(['SET', 'session:99', 'open'])
  const { exitCode, result } = await scene.run(['drill', 'platform', '--fresh', '--sandbox', 'process'])
  expect(exitCode).toBe(4)
  expect(result['groups']).toMatchObject([
    {
      exitCode: 4,
      record: {
        error: { code: 'content-different' },
        proven: false,
        reconciliation: [{ result: 'failed', missing: 30, orphaned: 1 }],
      },
    },
  ])
  expect(await scene.run(['status'])).toMatchObject({ exitCode: 4 })
})
