import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KEYS, type Manifest } from '../../../src/core/manifest.ts'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { expectFailure } from '../../support/cli/failed-run.ts'
import { listedIds } from '../../support/cli/records.ts'

let scene: CliScene
beforeAll(async () => {
  scene = await openCliScene()
  expect((await scene.run(['backup', 'shop', '--no-fingerprint'])).exitCode).toBe(0)
})
afterAll(() => scene[Symbol.asyncDispose]())

test('a drill that finds nothing wrong and proves nothing is an open finding: exit 5', async () => {
  const end = await scene.run(['drill', 'shop', '--sandbox', 'process'])
  expectFailure(end, 5, { code: 'finding-open', says: /did not prove[^]*no fingerprint/ })
  expect(end.result).toMatchObject({ targets: [{ record: { proven: false, grade: 2 } }] })
})

test('the plan of a restore says that nothing can be compared, and which backup it is of', async () => {
  const [id] = await listedIds(scene, 'shop')
  const { exitCode, lines, result } = await scene.run(['restore', 'shop', '--into', 'copy', '--plan'])
  expect(exitCode).toBe(0)
  expect(JSON.stringify(lines)).toMatch(/NOTHING IS COMPARED: the backup has no fingerprint/)
  expect(result).toMatchObject({ planned: true, backup: id })
})

test('keys check names the one part that it read, and finds that part altered', async () => {
  const [id = ''] = await listedIds(scene, 'shop')
  expect(await scene.run(['keys', 'check'])).toMatchObject({
    exitCode: 0,
    result: { backups: [{ id, part: 'database.sql', result: 'opens' }] },
  })
  const manifest = JSON.parse(
    await readFile(join(scene.storeFolder, KEYS.manifest('shop', id)), 'utf8'),
  ) as Manifest
  const [volume] = manifest.parts.find(({ name }) => name === 'database.sql')!.volumes
  const path = join(scene.storeFolder, volume!.key)
  const bytes = await readFile(path)
  bytes[bytes.length - 1]! ^= 1
  await writeFile(path, bytes)
  expect(await scene.run(['keys', 'check'])).toMatchObject({
    exitCode: 4,
    result: { backups: [{ id, part: 'database.sql', result: 'bad' }] },
  })
})
