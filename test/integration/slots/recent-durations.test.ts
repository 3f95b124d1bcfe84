import { rm } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import type { BackupRecord } from '../../../src/core/record.ts'
import { recentDurations } from '../../../src/slots/recent-durations.ts'
import { claimSlot } from '../../../src/slots/claim-slot.ts'
import { openBackupBench, type BackupBench } from '../../support/backup-bench.ts'

async function scheduledRun(bench: BackupBench, time: string, recordId: string): Promise<BackupRecord> {
  const { store } = bench
  const slot = { store, target: 'books', kind: 'backup', scheduledFor: time, recordId } as const
  await claimSlot({ ...slot, holdMs: 60_000, context: bench.job.context })
  return runBackup({ ...bench.job, recordId, trigger: { kind: 'schedule', scheduledFor: time } })
}

test('what scheduled runs took counts, not those that could not run, are not done, or were long ago', async () => {
  await using bench = await openBackupBench()
  const search = { store: bench.store, target: 'books', kind: 'backup' } as const
  const first = await scheduledRun(bench, '2026-10-20T02:17:00Z', '20261020T021705Z-aaaa')
  const second = await scheduledRun(bench, '2026-11-20T02:17:00Z', '20261120T021705Z-bbbb')
  const held = { ...search, scheduledFor: '2026-11-20T08:17:00Z', recordId: '20261120T081705Z-cccc' }
  await claimSlot({ ...held, holdMs: 60_000, context: bench.job.context })
  await rm(bench.source, { recursive: true })
  const failed = await scheduledRun(bench, '2026-11-21T02:17:00Z', '20261121T021705Z-dddd')
  expect(failed.outcome).toBe('couldNotRun')

  const november = await recentDurations({ ...search, now: new Date('2026-11-21T12:00:00Z') })
  expect(new Set(november)).toEqual(new Set([first.durationMs, second.durationMs]))
  expect(november).toHaveLength(2)
  expect(await recentDurations({ ...search, now: new Date('2026-12-21T12:00:00Z') })).toEqual([
    second.durationMs,
  ])
})
