import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { holdTransaction, waitingForLock } from '../../support/cli/hold-lock.ts'
import { interrupt, phase, progress } from '../../support/cli/interrupt.ts'
import { leftovers, SETTLING, unclaimedData } from '../../support/cli/leftovers.ts'
import { listedIds, recordsOf, sweepTomorrow } from '../../support/cli/records.ts'

const args = ['backup', 'shop']
const LOCK = 'lock table orders in access exclusive mode'

let scene: CliScene

beforeAll(async () => {
  scene = await openCliScene()
})
afterAll(() => scene[Symbol.asyncDispose]())

test.each(['SIGINT', 'SIGTERM'] as const)('%s while it waits for a lock of somebody else', async (signal) => {
  await using _ = await holdTransaction(scene, 'shop', LOCK)
  const listed = await listedIds(scene, 'shop')
  const { end, runs } = await interrupt(scene, { args, at: waitingForLock(scene), signal })
  expect(end.exitCode).toBe(130)
  expect(end.lines).toContainEqual(expect.objectContaining({ event: 'failure', code: 'cancelled' }))
  expect((await recordsOf(scene)).at(-1)).toMatchObject({ kind: 'backup', outcome: 'cancelled' })
  expect(await listedIds(scene, 'shop')).toEqual(listed)
  await expect.poll(() => leftovers(scene, runs), SETTLING).toEqual([])
})

test.each([
  { name: 'at its start', at: phase('start'), signal: 'SIGTERM' },
  { name: 'while it probes', at: phase('probe'), signal: 'SIGINT' },
  { name: 'while it uploads', at: progress('data.dump'), signal: 'SIGTERM' },
  { name: 'at the manifest', at: phase('manifest'), signal: 'SIGINT' },
] as const)('$signal $name: cancelled and not listed, or done and listed', async ({ at, signal }) => {
  const listed = await listedIds(scene, 'shop')
  const { end, runs } = await interrupt(scene, { args, at, signal })
  const record = (await recordsOf(scene)).at(-1)!
  expect([0, 130]).toContain(end.exitCode)
  expect(record.outcome).toBe(end.exitCode === 0 ? 'succeeded' : 'cancelled')
  expect(await listedIds(scene, 'shop')).toEqual(end.exitCode === 0 ? [...listed, record.id] : listed)
  await expect.poll(() => leftovers(scene, runs), SETTLING).toEqual([])
})

test('a second signal does not wait for what the first one stops', async () => {
  await using _ = await holdTransaction(scene, 'shop', LOCK)
  const cli = scene.start(args)
  await waitingForLock(scene)(cli)
  const records = await recordsOf(scene)
  cli.process.kill('SIGINT')
  cli.process.kill('SIGTERM')
  const end = await cli.ended
  expect(end.exitCode).toBe(130)
  expect(end.result).not.toHaveProperty('exitCode')
  expect(await recordsOf(scene)).toEqual(records)
})

describe('SIGKILL', () => {
  test('while it waits for a lock: sweep ends its sessions', async () => {
    await using _ = await holdTransaction(scene, 'shop', LOCK)
    const listed = await listedIds(scene, 'shop')
    const { runs } = await interrupt(scene, { args, at: waitingForLock(scene), signal: 'SIGKILL' })
    expect(await listedIds(scene, 'shop')).toEqual(listed)
    const { exitCode, stdout } = await scene.run(['sweep'])
    expect(exitCode).toBe(0)
    expect(stdout).toMatch(new RegExp(`ended session \\d+ of run ${runs[0]}`))
    // Its volumes stay: a run on another computer would be given until its deadline.
    const others = async () => (await leftovers(scene, [])).filter((left) => !left.endsWith('.tmp'))
    await expect.poll(others, SETTLING).toEqual([])
  })

  test.each([
    { name: 'at its start', at: phase('start') },
    { name: 'while it uploads', at: progress('data.dump') },
    { name: 'at the manifest', at: phase('manifest') },
  ])('$name leaves no false backup', async ({ at }) => {
    const listed = await listedIds(scene, 'shop')
    await interrupt(scene, { args, at, signal: 'SIGKILL' })
    for (const id of (await listedIds(scene, 'shop')).filter((each) => !listed.includes(each))) {
      // Killed between manifest and record it is whole, and nothing vouches for it yet.
      const { exitCode } = await scene.run(['verify', 'shop', '--backup', id])
      expect([0, 6]).toContain(exitCode)
    }
  })
})

test('after all of these, once their deadlines have passed, sweep removes all that is no backup', async () => {
  expect(await unclaimedData(scene.storeFolder, 'shop')).not.toEqual([])
  await sweepTomorrow(scene, 'shop')
  expect((await scene.run(['sweep'])).exitCode).toBe(0)
  await expect.poll(() => leftovers(scene, []), SETTLING).toEqual([])
  expect(await unclaimedData(scene.storeFolder, 'shop')).toEqual([])
  expect((await scene.run(['backup', 'shop', '--verify'])).exitCode).toBe(0)
})
