import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { interrupt, phase, running } from '../../support/cli/interrupt.ts'
import { leftovers, SETTLING } from '../../support/cli/leftovers.ts'
import { recordsOf } from '../../support/cli/records.ts'

const drill = (target: string, provider: string): readonly string[] => [
  'drill',
  target,
  '--sandbox',
  provider,
]

let scene: CliScene

beforeAll(async () => {
  scene = await openCliScene()
  const { exitCode } = await scene.run(['backup', 'shop', 'slow'])
  expect(exitCode).toBe(0)
})
afterAll(() => scene[Symbol.asyncDispose]())

test.each([
  {
    name: 'while a server starts',
    args: drill('shop', 'process'),
    signal: 'SIGINT',
    at: () => phase('provision'),
  },
  {
    name: 'during the load',
    args: drill('slow', 'process'),
    signal: 'SIGTERM',
    at: () => running(scene, 'pg_restore'),
  },
  {
    name: 'while it starts a container',
    args: drill('shop', 'container'),
    signal: 'SIGINT',
    at: () => phase('provision'),
  },
  {
    name: 'during the load of a container',
    args: drill('slow', 'container'),
    signal: 'SIGTERM',
    at: () => phase('decrypt'),
  },
] as const)('$signal $name: cancelled and never proven, nothing left', async ({ args, at, signal }) => {
  const { end, runs } = await interrupt(scene, { args, at: at(), signal })
  expect(end.exitCode).toBe(130)
  expect((await recordsOf(scene)).at(-1)).toMatchObject({
    kind: 'drill',
    outcome: 'cancelled',
    proven: false,
    verdicts: { overall: 'notMeasured' },
  })
  expect(await leftovers(scene, runs)).toEqual([])
})

test.each([
  { provider: 'process', at: () => running(scene, 'pg_restore') },
  { provider: 'container', at: () => phase('decrypt') },
])('SIGKILL during the load in a $provider: sweep removes all of it', async ({ provider, at }) => {
  const args = drill('slow', provider)
  const { end, runs } = await interrupt(scene, { args, at: at(), signal: 'SIGKILL' })
  expect(end.exitCode).toBe(null)
  expect((await leftovers(scene, runs)).length).toBeGreaterThan(1)
  expect((await scene.run(['sweep', '--local'])).exitCode).toBe(0)
  expect((await scene.run(['sweep'])).exitCode).toBe(0)
  await expect.poll(() => leftovers(scene, runs), SETTLING).toEqual([])
  const { result } = await scene.run(['status', 'slow'])
  expect(result).toMatchObject({ targets: [{ backups: 1 }] })
  expect(result).not.toHaveProperty('targets.0.proven')
})
