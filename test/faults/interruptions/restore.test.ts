import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { interrupt, phase, running } from '../../support/cli/interrupt.ts'
import { leftovers, SETTLING } from '../../support/cli/leftovers.ts'
import { recordsOf } from '../../support/cli/records.ts'

const args = ['restore', 'slow', '--into', 'copy', '--confirm', 'copy']
const quick = ['restore', 'shop', '--into', 'copy', '--confirm', 'copy']

let scene: CliScene

beforeAll(async () => {
  scene = await openCliScene()
  const { exitCode } = await scene.run(['backup', 'shop', 'slow'])
  expect(exitCode).toBe(0)
})
afterAll(() => scene[Symbol.asyncDispose]())

test.each([
  { name: 'at the plan', signal: 'SIGINT', at: () => phase('plan') },
  { name: 'at the fetch', signal: 'SIGTERM', at: () => phase('fetch') },
  { name: 'at the fingerprint', signal: 'SIGINT', at: () => phase('decrypt') },
  { name: 'during the load', signal: 'SIGTERM', at: () => running(scene, 'pg_restore') },
] as const)('$signal $name: cancelled, and the half-loaded database is gone', async ({ at, signal }) => {
  const { end, runs } = await interrupt(scene, { args, at: at(), signal })
  expect(end.exitCode).toBe(130)
  expect(end.result).toMatchObject({ record: { outcome: 'cancelled', error: { code: 'cancelled' } } })
  expect((await recordsOf(scene)).at(-1)).toMatchObject({ kind: 'restore', outcome: 'cancelled' })
  await expect.poll(() => leftovers(scene, runs), SETTLING).toEqual([])
})

test('SIGTERM while what was loaded is compared: cancelled, never said to be equal, and the database stays', async () => {
  const { end, runs } = await interrupt(scene, { args: quick, at: phase('validate'), signal: 'SIGTERM' })
  const record = (await recordsOf(scene)).at(-1)!
  expect([0, 130]).toContain(end.exitCode)
  expect(record.outcome).toBe(end.exitCode === 0 ? 'succeeded' : 'cancelled')
  expect('comparison' in record).toBe(end.exitCode === 0)
  await expect.poll(() => leftovers(scene, runs), SETTLING).toEqual(['database copy'])
  await scene.source.sql('postgres', 'drop database copy with (force)')
})

test.each(['plan', 'fetch'])(
  'SIGKILL at the %s: nothing was loaded, and sweep removes what is left',
  async (name) => {
    const records = await recordsOf(scene)
    const { end, runs } = await interrupt(scene, { args, at: phase(name), signal: 'SIGKILL' })
    expect(end.exitCode).toBe(null)
    expect(await recordsOf(scene)).toEqual(records)
    expect((await scene.run(['sweep'])).exitCode).toBe(0)
    await expect.poll(() => leftovers(scene, runs), SETTLING).toEqual([])
  },
)

test('SIGKILL during the load: the half-loaded database is marked, refused, and swept', async () => {
  const { end, runs } = await interrupt(scene, { args, at: running(scene, 'pg_restore'), signal: 'SIGKILL' })
  expect(end.exitCode).toBe(null)
  expect(await leftovers(scene, runs)).toContain('database copy')
  const mark = "select shobj_description(oid, 'pg_database') from pg_database where datname = 'copy'"
  expect(await scene.source.sql('postgres', mark)).toBe(`lifeboat restore ${runs[0]} in progress`)

  const again = await scene.run(args)
  expect(again.exitCode).toBe(6)
  expect(again.result).toMatchObject({ record: { error: { code: 'destination-not-empty' } } })
  expect(again.stdout).toContain('lifeboat sweep')

  // Only what lies here; the knowledge that the run is dead must outlive it.
  expect((await scene.run(['sweep', '--local'])).exitCode).toBe(0)
  const swept = await scene.run(['sweep'])
  expect(swept.exitCode).toBe(0)
  expect(swept.stdout).toContain(`dropped the database copy that run ${runs[0]} left half restored`)
  await expect.poll(() => leftovers(scene, runs), SETTLING).toEqual([])

  expect((await scene.run(quick)).exitCode).toBe(0)
})
