import { cp } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import { listBackups } from '../../../src/backup/catalog.ts'
import { selectBackup } from '../../../src/backup/select.ts'
import { runVerify } from '../../../src/backup/verify.ts'
import { newId } from '../../../src/core/identifiers.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { BackupRecord } from '../../../src/core/record.ts'
import type { StoreAdmin } from '../../../src/core/store.ts'
import { writeRecord } from '../../../src/evidence/write-record.ts'
import { planPrune, runPrune, type PruneJob } from '../../../src/prune/run-prune.ts'
import { systemClock, systemRandom } from '../../../src/runtime/clock.ts'
import { backupAged, DAY_MS } from '../../support/aged-backups.ts'
import { openBackupBench, type BackupBench } from '../../support/backup-bench.ts'
import { readRecordsOf, writeProof } from '../../support/evidence/stored-records.ts'
import { keysOf } from '../../support/keys-of.ts'
import { aheadBy } from '../../support/moved-clock.ts'
import { startMinio, type StartedMinio } from '../../support/servers/minio.ts'
import { BUCKET, openBucket } from '../../support/stores/s3-bucket.ts'

const RETENTION = { withinMs: 10 * DAY_MS, minimumAgeMs: 7 * DAY_MS, minimumCount: 2 }

interface Aged extends AsyncDisposable {
  readonly store: StoreAdmin
  /** Of 30, 20, 8 and 1 days ago. */
  readonly ids: readonly string[]
  readonly job: PruneJob
}

let minio: StartedMinio
let template: BackupBench
let ids: readonly string[]
beforeAll(async () => {
  minio = await startMinio()
  await minio.createBucket(BUCKET)
  template = await openBackupBench()
  ids = await fill(template, template.store)
})
afterAll(async () => {
  await template[Symbol.asyncDispose]()
  await minio[Symbol.asyncDispose]()
})

async function fill(bench: BackupBench, store: StoreAdmin): Promise<readonly string[]> {
  const made: string[] = []
  for (const days of [30, 20, 8, 1]) made.push((await backupAged(bench, store, days)).id)
  return made
}

/** A copy of one store that was filled by the real writer. */
async function inFolder(): Promise<Aged> {
  const bench = await openBackupBench()
  await cp(template.storeFolder, bench.storeFolder, { recursive: true })
  const { encryption } = template
  return agedOf({ ...bench.job, encryption, store: bench.store }, ids, bench)
}

let prefixes = 0
async function inMinio(): Promise<Aged> {
  const bench = await openBackupBench()
  const store = await openBucket(minio, { prefix: `prune-${(prefixes += 1)}/` })
  return agedOf({ ...bench.job, store }, await fill(bench, store), bench)
}

function agedOf(job: PruneJob, made: readonly string[], bench: BackupBench): Aged {
  const target = { ...job.target, retention: RETENTION }
  const dispose = { [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose]() }
  return { store: job.store, ids: made, job: { ...job, target }, ...dispose }
}

/** By the real writer, of a source whose clock is far ahead. */
function backupOfFuture(job: PruneJob): Promise<BackupRecord> {
  const { engine } = job
  const capture: typeof engine.capture = async (...given) => {
    const captured = await engine.capture(...given)
    const instant = '2999-01-01T00:00:00.000Z'
    return { ...captured, consistency: { ...captured.consistency, fromAt: instant, toAt: instant } }
  }
  return runBackup({ ...job, engine: { ...engine, capture } })
}

const listed = async (store: StoreAdmin): Promise<readonly string[]> =>
  (await listBackups(store, 'books')).map(({ id }) => id)

describe.each([
  ['a folder', inFolder],
  ['MinIO', inMinio],
] as const)('in %s', (_, open) => {
  test('a plan changes nothing; applied, what it drops is gone, data, marker and all, and two records say so', async () => {
    await using aged = await open()
    const { store, ids, job } = aged
    const before = await keysOf(store, '')
    const { decisions, findings } = await planPrune(job)
    expect(decisions.map(({ backup, keep }) => [backup.id, keep])).toEqual([
      [ids[0], false],
      [ids[1], false],
      [ids[2], true],
      [ids[3], true],
    ])
    expect(findings).toEqual([])
    expect(await keysOf(store, '')).toEqual(before)

    const record = await runPrune(job)
    expect(record).toMatchObject({ outcome: 'succeeded', applied: true, store: store.name })
    expect(record.dropped.map(({ id, result }) => [id, result])).toEqual([
      [ids[0], 'removed'],
      [ids[1], 'removed'],
    ])
    expect(await listed(store)).toEqual(ids.slice(2))
    const left = await keysOf(store, '')
    expect(left.filter((key) => key.includes(ids[0] ?? '') && !key.startsWith('evidence/'))).toEqual([])
    const prunes = await readRecordsOf(store, 'prune')
    expect(prunes.map(({ applied }) => applied)).toEqual([false, true])
    expect(await runVerify({ ...job, selector: 'latest' })).toMatchObject({ outcome: 'succeeded' })
    expect((await runPrune(job)).dropped).toEqual([])
  })
})

test('asked for by its id, a pruned backup is said to be removed on purpose; a time means one that is left', async () => {
  await using aged = await inFolder()
  const { store, ids, job } = aged
  const record = await runPrune(job)
  await expect(selectBackup({ store }, 'books', ids[1] ?? '')).rejects.toMatchObject({
    code: 'backup-unknown',
    what: expect.stringContaining('on purpose') as unknown,
    why: expect.stringContaining(`prune ${record.id}`) as unknown,
  })
  expect(await selectBackup({ store }, 'books', 'latest')).toMatchObject({ id: ids[3] })
  const nineDaysAgo = new Date(Date.now() - 7.5 * DAY_MS).toISOString()
  expect(await selectBackup({ store }, 'books', nineDaysAgo)).toMatchObject({ id: ids[2] })
})

test('a prune record does not excuse that the newest backup is gone: it may be forged', async () => {
  await using aged = await inFolder()
  const { store, job } = aged
  const record = await runPrune(job)
  const newest = (await readRecordsOf(store, 'backup')).at(-1)
  const { id = '', manifestSha256 = '' } = newest?.backup ?? {}
  const dropped = [{ id, manifestSha256, reasons: ['old'], result: 'removed' as const }]
  await writeRecord(store, { ...record, id: newId(systemClock, systemRandom), dropped })
  for (const each of await listed(store)) await store.remove(KEYS.manifest('books', each))
  await expect(selectBackup({ store }, 'books', 'latest')).rejects.toMatchObject({ code: 'manifest-absent' })
  await expect(selectBackup({ store }, 'books', id)).rejects.toMatchObject({ code: 'manifest-absent' })
})

test('an unanchored backup, a damaged one and one without its volumes stay, each with a finding', async () => {
  await using aged = await inFolder()
  const { store, ids, job } = aged
  const [first = '', second = ''] = ids
  await store.remove(KEYS.record(first))
  for (const key of await keysOf(store, KEYS.data('books', second))) await store.remove(key)
  const { decisions, findings } = await planPrune(job)
  expect(decisions.every(({ keep }) => keep)).toBe(true)
  expect(findings).toEqual([
    `backup ${first} is kept: no record vouches for it`,
    expect.stringMatching(`backup ${second} is kept: \\d+ of \\d+ volumes .* are missing`),
  ])
})

test('a backup of data of the future takes the place of no other, proven or not, and stays', async () => {
  await using aged = await inFolder()
  const { store, ids, job } = aged
  const { id, backup } = await backupOfFuture({ ...template.job, store })
  if (backup !== undefined) await writeProof(store, backup)
  const policy = { withinMs: 0, minimumAgeMs: 0, minimumCount: 1 }
  const { decisions, findings } = await planPrune({ ...job, target: { ...job.target, retention: policy } })
  expect(decisions.filter(({ keep }) => keep).map((each) => each.backup.id)).toEqual([ids[3], id])
  expect(findings).toEqual([
    expect.stringMatching(`backup ${id} is kept: .* holds the data of 2999-.*, which is in the future`),
  ])
})

test('a proven copy stays however old, and a copy found bad is what keeps nothing', async () => {
  await using aged = await inFolder()
  const { store, ids, job } = aged
  const [proven = '', , , newest = ''] = ids
  const record = (await readRecordsOf(store, 'backup')).find(({ id }) => id === proven)
  if (record?.backup !== undefined) await writeProof(store, record.backup)
  const [volume = ''] = await keysOf(store, KEYS.data('books', newest))
  await store.remove(volume)
  await runVerify({ ...job, selector: 'latest' })
  const policy = { withinMs: 0, minimumAgeMs: 0, minimumCount: 1 }
  const { decisions } = await planPrune({ ...job, target: { ...job.target, retention: policy } })
  expect(decisions.filter(({ keep }) => keep).map(({ backup: { id } }) => id)).toEqual([
    proven,
    ids[2],
    newest,
  ])
})

test('a record that nobody can read may be a proof, so nothing is removed', async () => {
  await using aged = await inFolder()
  const { store, ids, job } = aged
  const id = ids[2]?.replace(/-.*/, '-zzzz') ?? ''
  await store.put(KEYS.record(id), Buffer.from('{}'))
  const { decisions, findings } = await planPrune(job)
  expect(decisions.every(({ keep }) => keep)).toBe(true)
  expect(findings.join()).toContain(`record ${id} cannot be trusted`)
})

test('published records that cannot be read may be proofs, so nothing is removed', async () => {
  await using aged = await inFolder()
  const { store, ids, job } = aged
  const record = await runPrune({ ...job, ledgerUnread: 'GitHub did not answer' })
  expect(record).toMatchObject({ outcome: 'succeeded', dropped: [] })
  expect(record.limitations.join()).toContain('the ledger cannot be read (GitHub did not answer)')
  expect(await listed(store)).toEqual(ids)
})

test('ages are by the clock of the store', async () => {
  await using aged = await inFolder()
  const { store, job } = aged
  const target = { ...job.target, retention: { ...RETENTION, minimumCount: 1 } }
  const keptAt = async (at: StoreAdmin): Promise<readonly boolean[]> =>
    (await planPrune({ ...job, target, store: at })).decisions.map(({ keep }) => keep)
  expect(await keptAt(store)).toEqual([false, false, true, true])
  expect(await keptAt(aheadBy(store, 5 * DAY_MS))).toEqual([false, false, false, true])
})

test('--older-than takes the place of within and of nothing else', async () => {
  await using aged = await inFolder()
  const keptWith = async (olderThanMs: number): Promise<number> =>
    (await planPrune({ ...aged.job, olderThanMs })).decisions.filter(({ keep }) => keep).length
  expect(await keptWith(25 * DAY_MS)).toBe(3)
  expect(await keptWith(0)).toBe(2)
})

test('a scheduled run accounts for its time by one record, of the id that was claimed', async () => {
  await using aged = await inFolder()
  const { store, job } = aged
  const recordId = newId(systemClock, systemRandom)
  const trigger = { kind: 'schedule', scheduledFor: '2026-11-22T03:17:00.000Z', slippageMs: 4000 } as const
  expect(await runPrune({ ...job, recordId, trigger })).toMatchObject({ id: recordId, trigger })
  const accounting = (await readRecordsOf(store, 'prune')).filter((each) => each.trigger.scheduledFor)
  expect(accounting.map(({ id }) => id)).toEqual([recordId])
})
