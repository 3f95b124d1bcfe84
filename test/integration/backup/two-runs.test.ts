import { expect, test } from 'vitest'
import { listBackups } from '../../../src/backup/catalog.ts'
import { runVerify } from '../../../src/backup/verify.ts'
import { openBackupBench, type BackupBench } from '../../support/backup-bench.ts'
import { keysOf } from '../../support/keys-of.ts'
import { startBackupChild, type BackupChild } from '../../support/start-backup-child.ts'
import type { ChildJob } from '../../support/backup-child.ts'

function start(bench: BackupBench, parts: Partial<ChildJob> = {}): BackupChild {
  const { source, storeFolder } = bench
  return startBackupChild({ source, storeFolder, recipients: bench.encryption.recipients, ...parts })
}

test('two processes that back up one target at once make two good backups', async () => {
  await using bench = await openBackupBench()
  const outcomes = await Promise.all([
    start(bench, { pauseMs: 20 }).outcome,
    start(bench, { pauseMs: 20 }).outcome,
  ])
  expect(outcomes.map((record) => record?.outcome)).toEqual(['succeeded', 'succeeded'])
  const [first, second] = outcomes.map((record) => ({
    from: Date.parse(record?.startedAt ?? ''),
    to: Date.parse(record?.finishedAt ?? ''),
  }))
  expect(first!.from < second!.to && second!.from < first!.to).toBe(true)

  const entries = await listBackups(bench.store, 'books')
  expect(new Set(entries.map(({ id }) => id))).toEqual(new Set(outcomes.map((record) => record?.id)))
  for (const { id } of entries) {
    expect(await runVerify({ ...bench.job, selector: id })).toMatchObject({ outcome: 'succeeded', grade: 1 })
  }
})

test('of several ticks for one scheduled time one takes the backup and the others are refused', async () => {
  await using bench = await openBackupBench()
  const scheduledFor = '2026-11-21T02:17:00Z'
  const outcomes = await Promise.all([1, 2, 3].map(() => start(bench, { scheduledFor }).outcome))
  expect(outcomes.filter((outcome) => outcome?.outcome === 'succeeded')).toHaveLength(1)
  expect(outcomes.filter((outcome) => outcome?.refused === 'busy')).toHaveLength(2)
  expect(await listBackups(bench.store, 'books')).toHaveLength(1)
  expect(await keysOf(bench.store, 'slots/')).toEqual(['slots/books/backup/20261121T021700Z'])
})
