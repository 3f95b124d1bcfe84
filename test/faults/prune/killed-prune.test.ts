import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { expect, test } from 'vitest'
import { listBackups } from '../../../src/backup/catalog.ts'
import { selectBackup } from '../../../src/backup/select.ts'
import { sweepStore } from '../../../src/backup/sweep.ts'
import { runVerify } from '../../../src/backup/verify.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import { runPrune } from '../../../src/prune/run-prune.ts'
import { backupAged, DAY_MS } from '../../support/aged-backups.ts'
import { openBackupBench, type BackupBench } from '../../support/backup-bench.ts'
import { readRecordsOf } from '../../support/evidence/stored-records.ts'
import { keysOf } from '../../support/keys-of.ts'
import { aheadBy } from '../../support/moved-clock.ts'
import type { PruneChildJob } from '../../support/prune-child.ts'

const CHILD = new URL('../../support/prune-child.ts', import.meta.url).pathname
const RETENTION = { withinMs: 10 * DAY_MS, minimumAgeMs: 7 * DAY_MS, minimumCount: 1 }

/** Resolves to what was removed, what was left, and the newest. */
async function pruneKilled(bench: BackupBench): Promise<readonly string[]> {
  const ids: string[] = []
  for (const days of [30, 20, 1]) ids.push((await backupAged(bench, bench.store, days)).id)
  const { source, storeFolder, root } = bench
  const child: PruneChildJob = { source, storeFolder, retention: RETENTION }
  const run = promisify(execFile)(process.execPath, [CHILD, JSON.stringify(child)], {
    env: { ...process.env, TMPDIR: root },
  })
  await expect(run).rejects.toMatchObject({ signal: 'SIGKILL' })
  return ids
}

test('prune killed between manifest and data: no backup is listed that is not whole, and the removal is known to be meant', async () => {
  await using bench = await openBackupBench()
  const { store, job } = bench
  const [gone = '', left = '', newest = ''] = await pruneKilled(bench)
  expect((await listBackups(store, 'books')).map(({ id }) => id)).toEqual([left, newest])
  expect(await keysOf(store, KEYS.data('books', gone))).not.toEqual([])
  const [intent] = await readRecordsOf(store, 'prune')
  expect(intent).toMatchObject({ applied: false, dropped: [{ id: gone }, { id: left }] })
  await expect(selectBackup({ store }, 'books', gone)).rejects.toMatchObject({
    code: 'backup-unknown',
    why: expect.stringContaining(`prune ${intent?.id}`) as unknown,
  })
  const removeLease = (key: string): Promise<void> => store.remove(key)
  expect(await runVerify({ ...job, removeLease, selector: left })).toMatchObject({ outcome: 'succeeded' })

  // The next run takes what is left to do, and sweep the data.
  const next = await runPrune({ ...job, store, target: { ...job.target, retention: RETENTION } })
  expect(next.dropped).toMatchObject([{ id: left, result: 'removed' }])
  await sweepStore({ target: 'books', store: aheadBy(store, DAY_MS), context: job.context })
  expect(await keysOf(store, KEYS.data('books', gone))).toEqual([])
})

test('prune killed after its marker was swept: the prune record explains the data, and sweep removes it', async () => {
  await using bench = await openBackupBench()
  const { store, job } = bench
  const [gone = ''] = await pruneKilled(bench)
  await store.remove(KEYS.started('books', gone))
  const removed = await sweepStore({ target: 'books', store, context: job.context })
  expect(removed.join('\n')).toMatch(
    new RegExp(`stored objects of backup ${gone} .* which prune .* was removing`),
  )
  expect(await keysOf(store, KEYS.data('books', gone))).toEqual([])
})
