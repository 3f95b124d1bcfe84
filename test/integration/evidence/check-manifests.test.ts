import { expect, test } from 'vitest'
import { KEYS } from '../../../src/core/manifest.ts'
import { checkManifests, type CheckedManifests } from '../../../src/evidence/verify/check-manifests.ts'
import { backupRecord, idOf, writeBackupFiles } from '../../support/evidence/records.ts'
import { evidenceBench } from '../../support/evidence/repository.ts'

const KEPT = idOf(1)
const SECOND = KEPT.slice(0, KEPT.indexOf('-'))
const SHA256 = backupRecord(2).backup?.manifestSha256 ?? ''

/** A store with one backup, of which another one is gone that a prune record names. */
async function afterPruning(gone: string, strange: readonly string[] = []): Promise<CheckedManifests> {
  await using bench = await evidenceBench()
  const store = await bench.store()
  await writeBackupFiles(store, 1)
  for (const key of strange) await store.put(key, Buffer.from('strange'))
  const published = [backupRecord(1).backup, reference(gone)].flatMap((backup) =>
    backup === undefined ? [] : [[backup.id, { ...backup, target: 'orders' }] as const],
  )
  const pruned = { id: gone, manifestSha256: SHA256, store: 'primary', record: idOf(3), at: '', reasons: [] }
  return await checkManifests(
    store,
    { published: new Map(published), unpublished: [] },
    new Map([[gone, pruned]]),
  )
}

function reference(id: string) {
  return { id, store: 'primary', manifestKey: KEYS.manifest('orders', id), manifestSha256: SHA256 }
}

test.each([
  ['older than the one that is left', idOf(0)],
  ['of the same second, its id before', `${SECOND}-aaaa`],
  ['of the same second, its id behind', `${SECOND}-zzzz`],
])('a backup that prune removed is meant to be gone (%s)', async (_, gone) => {
  const checked = await afterPruning(gone)
  expect(checked.findings).toEqual([])
  expect(checked.pruned.map(({ id }) => id)).toEqual([gone])
})

test('a file whose name is no time does not make what prune removed lost', async () => {
  const checked = await afterPruning(idOf(0), ['manifests/orders/20269999T999999Z-zzzz.json'])
  expect(checked.pruned.map(({ id }) => id)).toEqual([idOf(0)])
})

test.each(['20991121T021700Z-zzzzcopy1', '20991121T021700Z-zzzz.JSON', '20990231T021700Z-zzzz.json'])(
  'a file that is no manifest, %s, is no newer backup',
  async (name) => {
    const checked = await afterPruning(idOf(2), [`manifests/orders/${name}`])
    expect(checked.findings).toContainEqual(expect.objectContaining({ code: 'manifest-absent' }))
    expect(checked.pruned).toEqual([])
  },
)

test('a newer one than all that are left is lost, whatever a prune record says', async () => {
  const checked = await afterPruning(idOf(2), ['manifests/orders/zzzz.json'])
  expect(checked.findings).toContainEqual(expect.objectContaining({ code: 'manifest-absent' }))
  expect(checked.pruned).toEqual([])
})
