import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RestoreRecord } from '../../../src/core/record.ts'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'

let scene: CliScene
let environment: Readonly<Record<string, string>>

beforeAll(async () => {
  scene = await openCliScene()
  await scene.source.sql('shop', "create role keeper superuser login password 'keeper'")
  const { host, port } = scene.source.server
  environment = { SHOP_URL: `postgres://keeper:keeper@${host}:${port}/shop` }
  expect((await scene.run(['backup', 'shop'], environment)).exitCode).toBe(0)
})
afterAll(() => scene[Symbol.asyncDispose]())

test('a superuser who does not own the source restores it with its owner', async () => {
  const end = await scene.run(['restore', 'shop', '--into', 'copy', '--confirm', 'copy'], environment)
  expect((end.result['record'] as RestoreRecord).comparison?.inventoryDifferences).toEqual([])
  expect(end.exitCode).toBe(0)
  const owner = "select pg_get_userbyid(datdba) from pg_database where datname = 'copy'"
  expect(await scene.source.sql('copy', owner)).toBe('postgres')
})
