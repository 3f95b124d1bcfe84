import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { KEYS } from '../../../src/core/manifest.ts'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { expectFailure } from '../../support/cli/failed-run.ts'
import { listedIds, recordsOf } from '../../support/cli/records.ts'

const USES_LATEST = [
  ['verify', 'shop'],
  ['drill', 'shop', '--sandbox', 'process'],
  ['restore', 'shop', '--into', 'shop_copy', '--plan'],
  ['show', 'shop'],
]

let scene: CliScene
let older: string
let newest: string
/** The store as it was after two backups. */
let whole: string

beforeAll(async () => {
  scene = await openCliScene()
  expect((await scene.run(['backup', 'shop'])).exitCode).toBe(0)
  // Ids tell seconds apart, no less.
  await sleep(1000)
  expect((await scene.run(['backup', 'shop'])).exitCode).toBe(0)
  ;[older = '', newest = ''] = await listedIds(scene, 'shop')
  whole = await mkdtemp(join(tmpdir(), 'lb-whole-'))
  await cp(scene.storeFolder, whole, { recursive: true })
})
afterAll(async () => {
  await rm(whole, { recursive: true })
  await scene[Symbol.asyncDispose]()
})
afterEach(async () => {
  await rm(scene.storeFolder, { recursive: true })
  await cp(whole, scene.storeFolder, { recursive: true })
})

function lose(id: string): Promise<void> {
  return rm(join(scene.storeFolder, KEYS.manifest('shop', id)))
}

test('newest manifest removed: latest stops, and an older one is used only by its id', async () => {
  await lose(newest)
  for (const args of USES_LATEST) {
    expectFailure(await scene.run(args), 4, {
      code: 'manifest-absent',
      says: new RegExp(`${newest}[^]*by its id: ${older}`),
    })
  }
  const drill = (await recordsOf(scene)).find(({ kind }) => kind === 'drill')
  expect(drill).toMatchObject({ outcome: 'failed', selection: { method: 'latest', candidates: 1 } })
  expect(await scene.run(['verify', 'shop', '--backup', older])).toMatchObject({ exitCode: 0 })
  expect(await scene.run(['list', 'shop'])).toMatchObject({
    exitCode: 0,
    result: { targets: [{ total: 1, lost: newest }] },
  })
})

test('a time means the newest backup before it, not one before a lost one', async () => {
  await lose(newest)
  const now = await scene.run(['verify', 'shop', '--backup', '2999-01-01T00:00:00Z'])
  expectFailure(now, 4, { code: 'manifest-absent', says: new RegExp(newest) })
})

test('an older manifest removed: latest is not meant', async () => {
  await lose(older)
  expect(await scene.run(['verify', 'shop'])).toMatchObject({ exitCode: 0 })
  const asked = await scene.run(['restore', 'shop', '--backup', older, '--into', 'shop_copy', '--plan'])
  expectFailure(asked, 4, { code: 'manifest-absent', says: new RegExp(older) })
})

test('the published record is enough, and a record of the store is too', async () => {
  expect((await scene.run(['collect'])).exitCode).toBe(0)
  await rm(join(scene.storeFolder, 'evidence'), { recursive: true })
  await lose(newest)
  await lose(older)
  for (const args of USES_LATEST) {
    const says = new RegExp(`${newest}[^]*published ledger`)
    expectFailure(await scene.run(args), 4, { code: 'manifest-absent', says })
  }
})

test('every manifest removed: lost, and not as if there had never been one', async () => {
  await lose(newest)
  await lose(older)
  for (const args of USES_LATEST) {
    expectFailure(await scene.run(args), 4, { code: 'manifest-absent', says: new RegExp(newest) })
  }
  expectFailure(await scene.run(['verify', 'slow']), 2, { code: 'backup-unknown', says: /no backup of slow/ })
})
