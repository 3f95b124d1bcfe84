import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { KEYS } from '../../../src/core/manifest.ts'
import type { Target } from '../../../src/core/target.ts'
import { readPolicies, recordPolicy } from '../../../src/evidence/policy-record.ts'
import type { TargetJob } from '../../../src/evidence/target-job.ts'
import { openBackupBench, type BackupBench } from '../../support/backup-bench.ts'
import { keysOf } from '../../support/keys-of.ts'

const nightly: Target['schedule'] = { backup: '17 2 * * *' }

function jobOf(bench: BackupBench, changes: Partial<Target>): TargetJob {
  return { ...bench.job, target: { ...bench.job.target, ...changes } }
}

test('a policy is recorded when it changes, and only then', async () => {
  await using bench = await openBackupBench()
  const changes: readonly Partial<Target>[] = [
    { schedule: nightly },
    { schedule: nightly, settings: { ...bench.job.target.settings, parallel: 3 } },
    { schedule: nightly, objectives: { rpoMs: 1 } },
    { schedule: nightly, objectives: { rpoMs: 1 }, timeZone: 'Europe/Berlin' },
    { schedule: nightly, objectives: { rpoMs: 1 }, retention: { minimumAgeMs: 0, minimumCount: 2 } },
    { schedule: nightly },
  ]
  const counts: number[] = []
  for (const change of changes) counts.push((await recordPolicy(jobOf(bench, change))).length)
  expect(counts).toEqual([1, 1, 2, 3, 4, 5])
  const recorded = await readPolicies(bench.store, 'books')
  expect(recorded.map(({ schedule }) => schedule)).toEqual(Array.from({ length: 5 }, () => nightly))
  expect(await keysOf(bench.store, 'evidence/')).toEqual(recorded.map(({ id }) => KEYS.record(id)).toSorted())
})

test('runs that see one change at once record it once', async () => {
  await using bench = await openBackupBench()
  const job = jobOf(bench, { schedule: nightly })
  const seen = await Promise.all(Array.from({ length: 8 }, () => recordPolicy(job)))
  expect(new Set(seen.map((records) => records.map(({ id }) => id).join()))).toHaveLength(1)
  expect(await keysOf(bench.store, 'policies/')).toEqual(['policies/books/000001.json'])
  expect(await keysOf(bench.store, 'evidence/')).toHaveLength(1)
})

test('a record that a killed run left out is made up for', async () => {
  await using bench = await openBackupBench()
  const job = jobOf(bench, { schedule: nightly })
  const [{ id } = { id: '' }] = await recordPolicy(job)
  await rm(join(bench.storeFolder, KEYS.record(id)), { force: true })
  await recordPolicy(job)
  expect(await keysOf(bench.store, 'evidence/')).toEqual([KEYS.record(id)])
})
