import { expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import { listBackups } from '../../../src/backup/catalog.ts'
import { runVerify } from '../../../src/backup/verify.ts'
import { describeBackup } from '../../../src/cli/output/describe-backup.ts'
import { exitCodeOf } from '../../../src/cli/each-target.ts'
import { LifeboatError } from '../../../src/core/errors.ts'
import { findAnchor } from '../../../src/evidence/anchors.ts'
import { openBackupBench } from '../../support/backup-bench.ts'
import { ledgerFile } from '../../support/engines/ledger-file/index.ts'

test('a source that does not come back from its backup: the backup is kept, and the run is no success', async () => {
  await using bench = await openBackupBench()
  const alarm = new LifeboatError({
    code: 'source-not-restarted',
    what: 'it does not answer',
    fix: 'start it now',
  })
  const engine: typeof ledgerFile = {
    ...ledgerFile,
    capture: async (...request) => ({ ...(await ledgerFile.capture(...request)), alarm }),
  }
  const record = await runBackup({ ...bench.job, engine })

  expect(record).toMatchObject({ outcome: 'failed', error: { code: 'source-not-restarted' } })
  expect(exitCodeOf(record)).toBe(5)
  expect(bench.events).toContainEqual(
    expect.objectContaining({ event: 'failure', code: 'source-not-restarted', fix: 'start it now' }),
  )
  expect(describeBackup(record).split('\n')[0]).toMatch(/backup \S+ taken in .*, BUT it does not answer$/)

  expect((await listBackups(bench.store, 'books')).map(({ id }) => id)).toEqual([record.id])
  expect((await findAnchor('books', record.id, { store: bench.store })).anchor).toBe('store')
  expect(await runVerify({ ...bench.job, selector: record.id })).toMatchObject({ outcome: 'succeeded' })
})
