import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { $ } from 'zx'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { holdGit } from '../../support/cli/held-git.ts'
import { interrupt, phase } from '../../support/cli/interrupt.ts'
import { leftovers, SETTLING } from '../../support/cli/leftovers.ts'
import { listedIds, recordsOf } from '../../support/cli/records.ts'

const BRANCH = 'lifeboat-evidence'

let scene: CliScene

beforeAll(async () => {
  scene = await openCliScene()
  await git('add', 'lifeboat.yaml')
  await git('-c', 'user.name=a', '-c', 'user.email=a@b', 'commit', '--quiet', '--message', 'ours')
  expect((await scene.run(['backup', 'shop'])).exitCode).toBe(0)
})
afterAll(() => scene[Symbol.asyncDispose]())

test.each(['manifest', 'open', 'volumes'])(
  'verify, SIGTERM at its phase %s: the backup stays listed',
  async (name) => {
    const listed = await listedIds(scene, 'shop')
    const args = ['verify', 'shop']
    const { end, runs } = await interrupt(scene, { args, at: phase(name), signal: 'SIGTERM' })
    expect([0, 130]).toContain(end.exitCode)
    expect((await recordsOf(scene)).at(-1)).toMatchObject({
      kind: 'verification',
      outcome: end.exitCode === 0 ? 'succeeded' : 'cancelled',
    })
    expect(await listedIds(scene, 'shop')).toEqual(listed)
    await expect.poll(() => leftovers(scene, runs), SETTLING).toEqual([])
  },
)

test('verify, SIGKILL: no record, the next one succeeds, and sweep removes what is left', async () => {
  const records = await recordsOf(scene)
  const args = ['verify', 'shop']
  await interrupt(scene, { args, at: phase('manifest'), signal: 'SIGKILL' })
  expect(await recordsOf(scene)).toEqual(records)
  expect((await scene.run(args)).exitCode).toBe(0)
  expect((await scene.run(['sweep'])).exitCode).toBe(0)
  expect(await leftovers(scene, [])).toEqual([])
})

test.each([
  { command: 'hash-object', signal: 'SIGTERM' },
  { command: 'write-tree', signal: 'SIGKILL' },
  { command: 'update-ref', signal: 'SIGTERM' },
  { command: 'update-ref', signal: 'SIGKILL' },
] as const)(
  'collect, $signal at git $command: all is as it was, and the next one publishes everything',
  async ({ command, signal }) => {
    await using held = await holdGit(scene, command)
    const [records, repository] = [await recordsOf(scene), await repositoryState()]
    const { environment, reached } = held
    const { end } = await interrupt(scene, { args: ['collect'], at: reached, signal, environment })
    expect(end.exitCode).toBe(signal === 'SIGTERM' ? 130 : null)
    expect(await recordsOf(scene)).toEqual(records)
    expect(await repositoryState()).toEqual(repository)

    expect((await scene.run(['sweep'])).exitCode).toBe(0)
    await expect.poll(() => leftovers(scene, []), SETTLING).toEqual([])
    const next = await scene.run(['collect'])
    expect(next.exitCode).toBe(0)
    expect(next.result).toMatchObject({ added: records.length, problems: [] })
    expect((await scene.run(['evidence', 'verify'])).exitCode).toBe(0)
    expect(await repositoryState()).toEqual({ ...repository, branch: next.result['commit'] })
    await git('update-ref', '-d', `refs/heads/${BRANCH}`)
  },
)

/** Everything of the repository that a collect could leave changed. */
async function repositoryState() {
  const entries = await readdir(join(scene.directory, '.git'), { recursive: true })
  return {
    branch: await git('for-each-ref', '--format=%(objectname)', `refs/heads/${BRANCH}`),
    index: (await readFile(join(scene.directory, '.git/index'))).toString('base64'),
    status: await git('status', '--porcelain'),
    locks: entries.filter((name) => name.endsWith('.lock')),
  }
}

async function git(...args: readonly string[]): Promise<string> {
  return (await $({ quiet: true, cwd: scene.directory })`git ${args}`).stdout.trim()
}
