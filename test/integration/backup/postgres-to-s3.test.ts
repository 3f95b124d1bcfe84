import { expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import type { TargetJob } from '../../../src/evidence/target-job.ts'
import { listBackups } from '../../../src/backup/catalog.ts'
import { sweepStore } from '../../../src/backup/sweep.ts'
import { runVerify } from '../../../src/backup/verify.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { StoreAdmin } from '../../../src/core/store.ts'
import { engine } from '../../../src/engines/postgres/index.ts'
import { makeTarget, openBackupBench, type BackupBench } from '../../support/backup-bench.ts'
import { keysOf } from '../../support/keys-of.ts'
import { startSource, type PostgresSource } from '../../support/postgres-source.ts'
import { startMinio } from '../../support/servers/minio.ts'
import { BUCKET, openBucket } from '../../support/stores/s3-bucket.ts'

const SEED = `
create table entry (id int primary key, note text);
insert into entry select i, md5(i::text) from generate_series(1, 20000) i;
`

interface Scene extends AsyncDisposable {
  readonly bench: BackupBench
  readonly store: StoreAdmin
  readonly job: TargetJob & { readonly store: StoreAdmin }
}

async function openScene(): Promise<Scene> {
  await using cleanup = new AsyncDisposableStack()
  const minio = cleanup.use(await startMinio())
  await minio.createBucket(BUCKET)
  const source = cleanup.use(await startSource({ major: 16 }))
  await fill(source)
  const store = await openBucket(minio)
  cleanup.defer(() => store.close())
  const bench = cleanup.use(await openBackupBench())
  const target = { ...makeTarget({ folder: '' }), connect: async () => source.connection('shop') }
  const kept = cleanup.move()
  return {
    bench,
    store,
    job: { ...bench.job, target, engine, store },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

async function fill(source: PostgresSource): Promise<void> {
  await source.sql('postgres', 'create database shop')
  await source.sql('shop', SEED)
}

test('a PostgreSQL database goes sealed into a bucket, and its archive is parsed from there', async () => {
  await using scene = await openScene()
  const { job, store } = scene
  const backup = await runBackup(job)
  expect(backup).toMatchObject({ outcome: 'succeeded', fingerprint: { origin: 'source', coverage: 'exact' } })
  expect((await listBackups(store, 'books')).map(({ id }) => id)).toEqual([backup.id])

  const verification = await runVerify({ ...job, selector: 'latest' })
  expect(verification).toMatchObject({ outcome: 'succeeded', grade: 1, verifiedBytes: backup.storedBytes })
  expect(verification.checks).toContainEqual(expect.objectContaining({ name: 'data.dump', result: 'passed' }))

  expect(await sweepStore({ target: 'books', store, context: job.context })).toHaveLength(1)
  expect(await keysOf(store, 'started/')).toEqual([])

  const [first] = await keysOf(store, KEYS.data('books', backup.id))
  await store.remove(first!)
  await store.put(first!, Buffer.from('not what was there'))
  expect(await runVerify({ ...job, selector: 'latest' })).toMatchObject({
    outcome: 'failed',
    error: { code: 'volume-altered' },
  })
})
