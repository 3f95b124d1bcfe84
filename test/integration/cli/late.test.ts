import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KEYS } from '../../../src/core/manifest.ts'
import { canonicalBytes } from '../../../src/evidence/canonical.ts'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { openPlainProject } from '../../support/cli/plain-project.ts'
import { backupRecord, drillRecord, idOf } from '../../support/evidence/records.ts'

let scene: CliScene
beforeAll(async () => {
  scene = await openCliScene({ defaults: { objectives: { rpo: '1h' } } })
})
afterAll(() => scene[Symbol.asyncDispose]())

async function put(folder: string, key: string, content: string | Uint8Array): Promise<void> {
  await mkdir(dirname(join(folder, key)), { recursive: true })
  await writeFile(join(folder, key), content)
}

test('a good backup that came too late fails only where that is asked for', async () => {
  const old = KEYS.manifest('shop', '20200101T000000Z-aaaa')
  await put(scene.storeFolder, old, '{}')
  expect(await scene.run(['status', 'shop'])).toMatchObject({ exitCode: 5 })
  const late = await scene.run(['backup', 'shop', '--fail-on', 'breached'])
  expect(late).toMatchObject({
    exitCode: 5,
    result: { targets: [{ record: { outcome: 'succeeded' }, rpo: { verdict: 'breached' } }] },
  })
  expect(await scene.run(['backup', 'shop', '--fail-on', 'breached'])).toMatchObject({ exitCode: 0 })
  expect(await scene.run(['status', 'shop'])).toMatchObject({ exitCode: 0 })
})

test('without --fail-on a late backup is done', async () => {
  await put(scene.storeFolder, KEYS.manifest('slow', '20200101T000000Z-aaaa'), '{}')
  expect(await scene.run(['backup', 'slow'])).toMatchObject({
    exitCode: 0,
    result: { targets: [{ rpo: { verdict: 'breached' } }] },
  })
})

test('status names what it cannot trust, and a proof whose backup is gone', async () => {
  await using project = await openPlainProject()
  const { backup } = backupRecord(0)
  const record = { ...drillRecord(1), backup, target: 'books', proven: true }
  await put(project.storeFolder, KEYS.record(idOf(1)), canonicalBytes(record))
  await put(project.storeFolder, KEYS.record(idOf(2)), 'no record')
  const { result, lines } = await project.run(['status'])
  expect(result).toMatchObject({ exitCode: 0, targets: [{ target: 'books' }] })
  expect(JSON.stringify(result)).not.toContain('drilledAt')
  const warnings = lines.filter(({ event }) => event === 'warning').map(({ message }) => String(message))
  expect(warnings).toEqual([
    expect.stringContaining('cannot be trusted: it is not JSON'),
    expect.stringContaining('no longer in store primary'),
  ])
})
