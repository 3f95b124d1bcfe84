import { mkdir, truncate, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { KEYS } from '../../../src/core/manifest.ts'
import { findAnchor } from '../../../src/evidence/anchors.ts'
import { canonicalBytes, sha256Hex } from '../../../src/evidence/canonical.ts'
import { openGitBranch } from '../../../src/evidence/branch/git-branch.ts'
import { collectRecords } from '../../../src/evidence/collect.ts'
import { openGitLedger } from '../../../src/evidence/ledger/read-ledger.ts'
import { writeRecord } from '../../../src/evidence/write-record.ts'
import { testContext } from '../../support/context.ts'
import { backupRecord, drillRecord, idOf, manifestOf } from '../../support/evidence/records.ts'
import { evidenceBench } from '../../support/evidence/repository.ts'

test('a backup is anchored by the store first, by the ledger once published, and else by nothing', async () => {
  await using bench = await evidenceBench()
  await using context = await testContext()
  const store = await bench.store()
  const record = backupRecord(1)
  expect(await findAnchor('orders', idOf(1), { store })).toEqual({ anchor: 'none' })

  await writeRecord(store, record)
  const manifestSha256 = sha256Hex(manifestOf(1))
  expect(await findAnchor('orders', idOf(1), { store })).toEqual({ anchor: 'store', manifestSha256, record })

  await collectRecords({ stores: [store], branch: await openGitBranch(bench.place, context), context })
  const ledger = await openGitLedger(bench.place, context)
  if (ledger === undefined) throw new Error('it was published')
  expect(await findAnchor('orders', idOf(1), { store, ledger })).toEqual({
    anchor: 'ledger',
    manifestSha256,
    record,
  })

  await store.remove(KEYS.record(idOf(1)))
  expect(await findAnchor('orders', idOf(1), { store, ledger })).toMatchObject({ anchor: 'ledger' })
  expect(await findAnchor('sessions', idOf(1), { store, ledger })).toEqual({ anchor: 'none' })
})

test('a record of something else, or of a backup that failed, anchors nothing', async () => {
  await using bench = await evidenceBench()
  const store = await bench.store()
  const { backup: _, ...failed } = backupRecord(2)
  await writeRecord(store, drillRecord(1))
  await writeRecord(store, {
    ...failed,
    outcome: 'couldNotRun',
    error: { code: 'disk-full', message: 'no space' },
  })

  expect(await findAnchor('orders', idOf(1), { store })).toEqual({ anchor: 'none' })
  expect(await findAnchor('orders', idOf(2), { store })).toEqual({ anchor: 'none' })
})

test('a record that contradicts the published one, or is malformed, is an error', async () => {
  await using bench = await evidenceBench()
  await using context = await testContext()
  const store = await bench.store()
  await writeRecord(store, backupRecord(1))
  await collectRecords({ stores: [store], branch: await openGitBranch(bench.place, context), context })
  const ledger = await openGitLedger(bench.place, context)
  if (ledger === undefined) throw new Error('it was published')
  const file = join(store.location, KEYS.record(idOf(1)))

  await writeFile(file, canonicalBytes({ ...backupRecord(1), storedBytes: 4097 }))
  await expect(findAnchor('orders', idOf(1), { store, ledger })).rejects.toMatchObject({
    code: 'record-altered',
  })
  await writeFile(file, '{}')
  await expect(findAnchor('orders', idOf(1), { store })).rejects.toMatchObject({ code: 'record-altered' })
  await writeFile(file, canonicalBytes(backupRecord(2)))
  await expect(findAnchor('orders', idOf(1), { store })).rejects.toMatchObject({ code: 'record-altered' })
})

test('a record is written once: again is the same, another of its id is undelivered, a bad one is refused', async () => {
  await using bench = await evidenceBench()
  const store = await bench.store()
  const first = await writeRecord(store, backupRecord(1))
  expect(await writeRecord(store, backupRecord(1))).toEqual(first)
  expect(first).toEqual({ key: KEYS.record(idOf(1)), sha256: sha256Hex(canonicalBytes(backupRecord(1))) })

  const another = writeRecord(store, { ...backupRecord(1), storedBytes: 1 })
  await expect(another).rejects.toMatchObject({ code: 'evidence-undelivered', exitCode: 8 })
  const bad = writeRecord(store, { ...backupRecord(2), durationMs: -1 })
  await expect(bad).rejects.toMatchObject({ code: 'unexpected' })
  expect(await store.head(KEYS.record(idOf(2)))).toBeUndefined()
})

test('a record of a gigabyte is refused and not read whole', async () => {
  await using bench = await evidenceBench()
  const path = join(bench.root, 'primary', KEYS.record(idOf(1)))
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, '')
  await truncate(path, 1024 ** 3)
  const store = await bench.store()
  await expect(findAnchor('orders', idOf(1), { store })).rejects.toMatchObject({ code: 'store-refused' })
})
