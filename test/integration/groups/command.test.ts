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
