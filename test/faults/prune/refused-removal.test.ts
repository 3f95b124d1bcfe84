import { afterAll, beforeAll, expect, test } from 'vitest'
import { listBackups } from '../../../src/backup/catalog.ts'
import { runVerify } from '../../../src/backup/verify.ts'
import { ERROR_CODES, type ErrorCode } from '../../../src/core/errors.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { PruneRecord } from '../../../src/core/record.ts'
import type { StoreAdmin } from '../../../src/core/store.ts'
import { runPrune } from '../../../src/prune/run-prune.ts'
import { backupAged, DAY_MS } from '../../support/aged-backups.ts'
import { openBackupBench, type BackupBench } from '../../support/backup-bench.ts'
import { readRecordsOf } from '../../support/evidence/stored-records.ts'
import { keysOf } from '../../support/keys-of.ts'
import { startMinio, type StartedMinio } from '../../support/servers/minio.ts'
import { assumeRole } from '../../support/stores/assume-role.ts'
import { BUCKET, openBucket } from '../../support/stores/s3-bucket.ts'

const RETENTION = { withinMs: 10 * DAY_MS, minimumAgeMs: 7 * DAY_MS, minimumCount: 1 }
const READ_AND_PUT = {
  Effect: 'Allow',
  Action: ['s3:GetObject', 's3:PutObject', 's3:ListBucket'],
  Resource: ['arn:aws:s3:::*'],
}

let minio: StartedMinio
beforeAll(async () => {
  minio = await startMinio()
  await minio.createBucket(BUCKET)
})
afterAll(() => minio[Symbol.asyncDispose]())

/** Prunes two of three backups as a login that may do no more than these statements say. */
async function pruneAs(
  bench: BackupBench,
  place: { readonly prefix: string; readonly statements: readonly object[] },
): Promise<{ readonly record: PruneRecord; readonly ids: readonly string[]; readonly store: StoreAdmin }> {
  const { prefix, statements } = place
  const store = await openBucket(minio, { prefix })
  const ids: string[] = []
  for (const days of [30, 20, 1]) ids.push((await backupAged(bench, store, days)).id)
  const policy = JSON.stringify({ Version: '2012-10-17', Statement: [READ_AND_PUT, ...statements] })
  const { accessKeyId, secretAccessKey, sessionToken } = await assumeRole(minio, policy)
  const login = { USER: accessKeyId, PASSWORD: secretAccessKey, TOKEN: sessionToken }
  const limited = await openBucket(minio, { prefix, sessionToken: { env: 'TOKEN' } }, login)
  const { job } = bench
  const target = { ...job.target, retention: RETENTION }
  const record = await runPrune({ ...job, target, store: limited })
  await limited.close()
  return { record, ids, store }
}

test('store refusing removals: exit 7, nothing is removed, and the record says so', async () => {
  await using bench = await openBackupBench()
  const { record, ids, store } = await pruneAs(bench, { prefix: 'refusing/', statements: [] })
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'store-refused' },
    dropped: [
      { id: ids[0], result: 'failed' },
      { id: ids[1], result: 'planned' },
    ],
  })
  expect(ERROR_CODES[record.error?.code as ErrorCode]).toBe(7)
  expect((await listBackups(store, 'books')).map(({ id }) => id)).toEqual(ids)
  for (const selector of ids) {
    expect(await runVerify({ ...bench.job, store, selector })).toMatchObject({ outcome: 'succeeded' })
  }
  expect(await readRecordsOf(store, 'prune')).toContainEqual(record)
  expect(bench.events).toContainEqual(
    expect.objectContaining({ event: 'failure', fix: expect.stringContaining('s3:DeleteObject') as string }),
  )
})

test('store refusing to remove volumes: it stops after one manifest, and the record says what is left', async () => {
  await using bench = await openBackupBench()
  const statement = {
    Effect: 'Allow',
    Action: ['s3:DeleteObject'],
    Resource: [`arn:aws:s3:::${BUCKET}/half/manifests/*`],
  }
  const { record, ids, store } = await pruneAs(bench, { prefix: 'half/', statements: [statement] })
  const [gone = '', ...left] = ids
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'store-refused' },
    dropped: [
      { id: gone, result: 'removed' },
      { id: left[0], result: 'planned' },
    ],
    limitations: [
      expect.stringMatching(`(\\d+) of \\1 stored objects of the removed backup ${gone} are still there`),
    ],
  })
  expect((await listBackups(store, 'books')).map(({ id }) => id)).toEqual(left)
  expect(await keysOf(store, KEYS.data('books', gone))).not.toEqual([])
})
