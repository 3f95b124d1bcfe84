import { afterAll, beforeAll, expect, test } from 'vitest'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { expectFailure } from '../../support/cli/failed-run.ts'
import { listedIds } from '../../support/cli/records.ts'

let scene: CliScene
beforeAll(async () => {
  scene = await openCliScene()
  expect((await scene.run(['backup', 'shop'])).exitCode).toBe(0)
})
afterAll(() => scene[Symbol.asyncDispose]())

test('a target that leads to another database: refused until it is accepted once, exit 6', async () => {
  const other = { SHOP_URL: scene.environment['SLOW_URL'] ?? '' }
  const [id = ''] = await listedIds(scene, 'shop')
  expectFailure(await scene.run(['backup', 'shop'], other), 6, {
    code: 'source-changed-identity',
    says: new RegExp(`another database[^]*${id}[^]*--accept-new-source`),
  })
  expect(await listedIds(scene, 'shop')).toEqual([id])
  expect(await scene.run(['backup', 'shop', '--accept-new-source'], other)).toMatchObject({
    exitCode: 0,
    result: {
      targets: [
        {
          record: {
            limitations: expect.arrayContaining([
              expect.stringContaining(`another database than that of backup ${id}`),
            ]) as unknown,
          },
        },
      ],
    },
  })
  expect(await scene.run(['backup', 'shop'], other)).toMatchObject({ exitCode: 0 })
  expect(await scene.run(['backup', 'shop'])).toMatchObject({ exitCode: 6 })
})
