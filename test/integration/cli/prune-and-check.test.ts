import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KEYS } from '../../../src/core/manifest.ts'
import type { CheckRecord } from '../../../src/core/record.ts'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { expectFailure } from '../../support/cli/failed-run.ts'
import { listedIds, recordsOf } from '../../support/cli/records.ts'
import type { CliEnd } from '../../support/cli/start-cli.ts'

/** Short enough that backups of this test are old. */
const RETENTION = { within: '1ms', minimumAge: '1ms', minimumCount: 1, acknowledgeShortRetention: true }
const SETTINGS = { parallel: 2 }

let scene: CliScene
beforeAll(async () => {
  scene = await openCliScene({ defaults: { settings: SETTINGS, retention: RETENTION } })
})
afterAll(() => scene[Symbol.asyncDispose]())

async function done(args: readonly string[]): Promise<CliEnd> {
  const end = await scene.run(args)
  const { exitCode, stdout } = end
  // What was printed tells the findings of a verb that ends with another code.
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout })
  return end
}

const findingsOf = ({ result }: CliEnd): readonly string[] => {
  const [target] = result['targets'] as [{ readonly record: CheckRecord }]
  return target.record.findings.map(({ code }) => code)
}

test('a target without a backup: check says so, with exit 5 and a record', async () => {
  const end = await scene.run(['check', 'shop'])
  expect(end.exitCode).toBe(5)
  expect(findingsOf(end)).toEqual(['never-backed-up', 'never-proven'])
  expect((await recordsOf(scene)).map(({ kind, outcome }) => [kind, outcome])).toEqual([
    ['check', 'succeeded'],
  ])
})

test('what prune removed is known to be meant by list, status, verify, restore and evidence verify', async () => {
  for (let run = 0; run < 3; run += 1) await done(['backup', 'shop'])
  await done(['collect'])
  const ids = await listedIds(scene, 'shop')
  const [oldest = '', , newest = ''] = ids
  await done(['prune', 'shop'])
  expect(await listedIds(scene, 'shop')).toEqual(ids)

  await done(['prune', 'shop', '--apply'])
  expect(await listedIds(scene, 'shop')).toEqual([newest])
  const pruned = { count: 2 }
  expect(await done(['list', 'shop'])).toMatchObject({ result: { targets: [{ total: 1, pruned }] } })
  expect(await done(['status', 'shop'])).toMatchObject({ result: { targets: [{ pruned, findings: [] }] } })
  for (const args of [
    ['verify', 'shop'],
    ['restore', 'shop', '--into', 'shop_copy', '--plan'],
  ]) {
    const asked = await scene.run([...args, '--backup', oldest])
    expectFailure(asked, 2, { code: 'backup-unknown', says: /on purpose[^]*prune \d{8}T/ })
  }
  await done(['verify', 'shop'])
  const before = await done(['evidence', 'verify', '--stores'])
  expect(before.result).toMatchObject({ status: 'consistent', backupsPruned: 2 })
  expect(before.result['limitations']).toContainEqual(expect.stringContaining('2 of the removed backups'))
  await done(['collect'])
  const after = await done(['evidence', 'verify', '--stores'])
  expect(after.result).toMatchObject({ status: 'consistent', backupsPruned: 2 })
  expect(String(after.result['limitations'])).not.toContain('removed backups')
})

test('a manifest that somebody else removed is still lost', async () => {
  await done(['backup', 'shop'])
  const [older = ''] = await listedIds(scene, 'shop')
  await done(['collect'])
  await rm(join(scene.storeFolder, KEYS.manifest('shop', older)))
  const verified = await scene.run(['evidence', 'verify', '--stores'])
  expect(verified.exitCode).toBe(4)
  expect(verified.result).toMatchObject({ findings: [{ code: 'manifest-absent' }], backupsPruned: 2 })
})

test('a lost newest backup: check ends with 4, and prune removes nothing', async () => {
  await done(['backup', 'shop'])
  await done(['backup', 'shop'])
  const ids = await listedIds(scene, 'shop')
  const lost = ids.at(-1) ?? ''
  await rm(join(scene.storeFolder, KEYS.manifest('shop', lost)))
  const checked = await scene.run(['check', 'shop'])
  expect(checked.exitCode).toBe(4)
  expect(findingsOf(checked)).toContain('backup-unusable')
  const pruned = await scene.run(['prune', 'shop', '--apply'])
  expect(pruned.exitCode).toBe(5)
  expect(await listedIds(scene, 'shop')).toEqual(ids.slice(0, -1))
  expect(ids.length).toBeGreaterThan(2)
})

test('check finds what is overdue, by the schedule or by what is written', async () => {
  const health = { backupAge: '1ms' }
  await scene.configure({
    defaults: { settings: SETTINGS, retention: RETENTION, health, objectives: { rpo: '1s' } },
  })
  const end = await scene.run(['check', 'shop'])
  expect(findingsOf(end)).toEqual(expect.arrayContaining(['backup-overdue', 'rpo-breached']))
})

test('an unreadable age and --due without --apply are bad usage', async () => {
  expectFailure(await scene.run(['prune', '--older-than', 'soon']), 2, {
    code: 'usage-invalid',
    says: /--older-than soon is no age/,
  })
  expectFailure(await scene.run(['prune', '--due']), 2, { code: 'usage-invalid', says: /--apply/ })
})
