import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { mountSmall } from '../../support/stores/small-mount.ts'

const UNWRITTEN = expect.arrayContaining([expect.stringContaining('kept nowhere')]) as unknown

let scene: CliScene
beforeAll(async () => {
  scene = await openCliScene()
})
afterAll(() => scene[Symbol.asyncDispose]())

test('a store that can only be read: verdicts are given, and only their record is missing, exit 8', async () => {
  await using small = await mountSmall(64)
  const path = join(small.path, 'store')
  await mkdir(path)
  await scene.configure({ stores: { primary: { type: 'filesystem', path } } })
  expect((await scene.run(['backup', 'shop'])).exitCode).toBe(0)
  await small.makeReadOnly()
  expect(await scene.run(['verify', 'shop'])).toMatchObject({
    exitCode: 8,
    result: { targets: [{ record: { outcome: 'succeeded', grade: 1, limitations: UNWRITTEN } }] },
  })
  expect(await scene.run(['drill', 'shop', '--sandbox', 'process'])).toMatchObject({
    exitCode: 8,
    result: { targets: [{ record: { proven: true, limitations: UNWRITTEN } }] },
  })
  expect(await scene.run(['restore', 'shop', '--into', 'copy', '--confirm', 'copy'])).toMatchObject({
    exitCode: 8,
    result: { record: { outcome: 'succeeded', limitations: UNWRITTEN } },
  })
  expect(await scene.run(['backup', 'shop'])).toMatchObject({
    exitCode: 7,
    result: { targets: [{ record: { error: { code: 'store-refused' }, limitations: UNWRITTEN } }] },
  })
})
