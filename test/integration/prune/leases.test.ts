import { expect, test } from 'vitest'
import { takeLease } from '../../../src/backup/lease.ts'
import { listBackups } from '../../../src/backup/catalog.ts'
import { sweepStore } from '../../../src/backup/sweep.ts'
import { runVerify } from '../../../src/backup/verify.ts'
import { LifeboatError } from '../../../src/core/errors.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { StoreAdmin } from '../../../src/core/store.ts'
import { planPrune, runPrune, type PruneJob } from '../../../src/prune/run-prune.ts'
import { backupAged, DAY_MS } from '../../support/aged-backups.ts'
import { openBackupBench } from '../../support/backup-bench.ts'
import { keysOf } from '../../support/keys-of.ts'
import { aheadBy, withMethods } from '../../support/moved-clock.ts'

interface Leased extends AsyncDisposable {
  readonly store: StoreAdmin
  /** Of 30, 20 and 1 days ago; the first two are dropped. */
  readonly ids: readonly [string, string, string]
  readonly job: PruneJob
}

async function open(): Promise<Leased> {
  const bench = await openBackupBench()
  const { store } = bench
  const made: string[] = []
  for (const days of [30, 20, 1]) made.push((await backupAged(bench, store, days)).id)
  const [first = '', second = '', third = ''] = made
  const retention = { withinMs: 10 * DAY_MS, minimumAgeMs: 7 * DAY_MS, minimumCount: 1 }
  const target = { ...bench.job.target, retention }
  return {
    store,
    ids: [first, second, third],
    job: { ...bench.job, store, target },
    [Symbol.asyncDispose]: () => bench[Symbol.asyncDispose](),
  }
}

/** The store, and what is done when the first volume is read. */
function whenRead(store: StoreAdmin, act: () => Promise<void>): StoreAdmin {
  let acted = false
  const read: StoreAdmin['read'] = async (key, range) => {
    if (!acted && key.startsWith('data/')) {
      acted = true
      await act()
    }
    return store.read(key, range)
  }
  return withMethods(store, { read })
}

const droppedBy = async (job: PruneJob): Promise<readonly string[]> =>
  (await planPrune(job)).decisions.filter(({ keep }) => !keep).map(({ backup }) => backup.id)

test('prune keeps what a verification reads, and not any more when it has ended', async () => {
  await using leased = await open()
  const { store, ids, job } = leased
  const seen: (readonly string[])[] = []
  const reading = whenRead(store, async () => void seen.push(await droppedBy(job)))
  const removeLease = (key: string): Promise<void> => store.remove(key)
  await runVerify({ ...job, store: reading, selector: ids[0], removeLease })
  expect(seen).toEqual([[ids[1]]])
  expect(await keysOf(store, 'leases/')).toEqual([])
  expect(await droppedBy(job)).toEqual([ids[0], ids[1]])
})

test('a lease that comes between the plan and the removal saves its backup', async () => {
  await using leased = await open()
  const { store, ids, job } = leased
  const log = { id: 'late', limitation: () => {} }
  const remove = async (key: string): Promise<void> => {
    if (key === KEYS.manifest('books', ids[0]))
      await takeLease(job, { backupId: ids[1], timeoutMs: DAY_MS, log })
    await store.remove(key)
  }
  const late = withMethods(store, { remove })
  const record = await runPrune({ ...job, store: late })
  expect(record.dropped.map(({ result }) => result)).toEqual(['removed', 'planned'])
  expect(record.limitations.join()).toContain(`Backup ${ids[1]} was not removed: leased until`)
  expect((await listBackups(store, 'books')).map(({ id }) => id)).toEqual(ids.slice(1))
})

test('a lease that nobody removed ends by itself, and sweep removes it', async () => {
  await using leased = await open()
  const { store, ids, job } = leased
  const { context } = job
  await runVerify({ ...job, selector: ids[0] })
  expect(await droppedBy(job)).toEqual([ids[1]])
  await sweepStore({ target: 'books', store, context })
  expect(await keysOf(store, 'leases/')).toHaveLength(1)
  const later = aheadBy(store, job.target.settings.backupTimeoutMs + 60_000)
  expect(await droppedBy({ ...job, store: later })).toEqual([ids[0], ids[1]])
  await sweepStore({ target: 'books', store: later, context })
  expect(await keysOf(store, 'leases/')).toEqual([])
})

test('a login that may not write leases reads without one and says so; what is no lease holds', async () => {
  await using leased = await open()
  const { store, ids, job } = leased
  const put: StoreAdmin['put'] = async (key, content) => {
    if (key.startsWith('leases/')) throw new LifeboatError({ code: 'store-refused', what: 'not allowed' })
    return store.put(key, content)
  }
  const refusing = withMethods(store, { put })
  const record = await runVerify({ ...job, store: refusing, selector: ids[0] })
  expect(record).toMatchObject({
    outcome: 'succeeded',
    limitations: [expect.stringContaining('No lease could be written')],
  })
  await store.put(KEYS.lease('books', ids[1], 'x'), Buffer.from('{}'))
  expect(await droppedBy(job)).toEqual([ids[0]])
})
