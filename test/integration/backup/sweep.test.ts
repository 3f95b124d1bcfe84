import { expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import { listBackups } from '../../../src/backup/catalog.ts'
import { sweepStore } from '../../../src/backup/sweep.ts'
import { runVerify } from '../../../src/backup/verify.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { StoreAdmin } from '../../../src/core/store.ts'
import { openBackupBench, type BackupBench } from '../../support/backup-bench.ts'
import { keysOf } from '../../support/keys-of.ts'
import { aheadBy, withMethods } from '../../support/moved-clock.ts'

const HOUR = 3_600_000

/** A backup that got as far as its manifest, which the store refused. */
async function leaveUnfinished(bench: BackupBench): Promise<string> {
  const store = withMethods(bench.store, {
    put: async (key, content) => {
      if (key.startsWith('manifests/')) throw new Error('killed')
      return bench.store.put(key, content)
    },
  })
  return (await runBackup({ ...bench.job, store })).id
}

const sweep = (bench: BackupBench, store: StoreAdmin): Promise<readonly string[]> =>
  sweepStore({ target: 'books', store, context: bench.job.context })

test('an unfinished backup goes once its deadline and the grace have passed, a finished one loses only its marker', async () => {
  await using bench = await openBackupBench()
  const finished = await runBackup(bench.job)
  const unfinished = await leaveUnfinished(bench)
  const data = await keysOf(bench.store, 'data/')

  expect(await sweep(bench, aheadBy(bench.store, 0.9 * HOUR))).toEqual([
    `the marker of the finished backup ${finished.id} of books in store primary`,
  ])
  expect(await keysOf(bench.store, 'data/')).toEqual(data)
  expect(bench.events).toContainEqual({
    event: 'notice',
    message: expect.stringContaining(`the backup ${unfinished} of books, begun on `) as string,
  })

  const removed = await sweep(bench, aheadBy(bench.store, 1.1 * HOUR))
  expect(removed).toHaveLength(1)
  expect(removed[0]).toMatch(
    new RegExp(`^${finished.volumeCount} stored objects of the unfinished backup ${unfinished} of books`),
  )
  expect(await keysOf(bench.store, 'started/')).toEqual([])
  expect(await keysOf(bench.store, KEYS.data('books', unfinished))).toEqual([])
  expect(
    await runVerify({ ...bench.job, removeLease: (key) => bench.store.remove(key), selector: 'latest' }),
  ).toMatchObject({
    outcome: 'succeeded',
    grade: 1,
  })
  expect(await sweep(bench, aheadBy(bench.store, 2 * HOUR))).toEqual([])
})

test('a manifest that appears while its volumes are being removed stops the removal', async () => {
  await using bench = await openBackupBench()
  const unfinished = await leaveUnfinished(bench)
  const before = await keysOf(bench.store, KEYS.data('books', unfinished))
  let removals = 0
  const store = withMethods(aheadBy(bench.store, 2 * HOUR), {
    remove: async (key) => {
      removals += 1
      await bench.store.remove(key)
      if (removals === 1) await bench.store.put(KEYS.manifest('books', unfinished), Buffer.from('{}'))
    },
  })
  await sweep(bench, store)
  expect(await keysOf(bench.store, KEYS.data('books', unfinished))).toHaveLength(before.length - 1)
  expect(bench.events).toContainEqual({
    event: 'warning',
    message: `the backup ${unfinished} of books was completed after its deadline; verify it now`,
  })
})

test('an interrupted sweep is taken up again', async () => {
  await using bench = await openBackupBench()
  await leaveUnfinished(bench)
  let removals = 0
  const broken = withMethods(aheadBy(bench.store, 2 * HOUR), {
    remove: async (key) => {
      removals += 1
      if (removals > 2) throw new Error('cut')
      await bench.store.remove(key)
    },
  })
  await expect(sweep(bench, broken)).rejects.toThrow('cut')
  await sweep(bench, aheadBy(bench.store, 2 * HOUR))
  expect(await keysOf(bench.store, 'data/')).toEqual([])
  expect(await keysOf(bench.store, 'started/')).toEqual([])
})

test('old data that nothing explains is told and left', async () => {
  await using bench = await openBackupBench()
  const { id } = await runBackup(bench.job)
  await bench.store.remove(KEYS.manifest('books', id))
  await bench.store.remove(KEYS.started('books', id))
  const data = await keysOf(bench.store, 'data/')

  expect(await sweep(bench, aheadBy(bench.store, 6 * 24 * HOUR))).toEqual([])
  expect(bench.events.filter(({ event }) => event === 'warning')).toEqual([])
  expect(await sweep(bench, aheadBy(bench.store, 8 * 24 * HOUR))).toEqual([])
  expect(bench.events).toContainEqual({
    event: 'warning',
    message: `data/books/${id}/ in store primary belongs to no backup; it was left`,
  })
  expect(await keysOf(bench.store, 'data/')).toEqual(data)
  expect(await listBackups(bench.store, 'books')).toEqual([])
})

test('what is no marker is left alone', async () => {
  await using bench = await openBackupBench()
  const key = KEYS.started('books', '20260101T000000Z-aaaa')
  await bench.store.put(key, Buffer.from('{"deadlineAt":"2026-01-01T00:00:00Z"}'))
  await bench.store.put(`${KEYS.data('books', '20260101T000000Z-aaaa')}0000.0000`, Buffer.from('x'))
  await sweep(bench, bench.store)
  expect(await keysOf(bench.store, '')).toEqual(['data/books/20260101T000000Z-aaaa/0000.0000', key])
})
