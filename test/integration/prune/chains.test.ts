import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import { listBackups } from '../../../src/backup/catalog.ts'
import { takeLease } from '../../../src/backup/lease.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { StoreAdmin } from '../../../src/core/store.ts'
import { planPrune, runPrune, type PruneJob } from '../../../src/prune/run-prune.ts'
import { systemClock } from '../../../src/runtime/clock.ts'
import { targetStatus } from '../../../src/status/target-status.ts'
import { DAY_MS } from '../../support/aged-backups.ts'
import { keysOf } from '../../support/keys-of.ts'
import { aheadBy, withMethods } from '../../support/moved-clock.ts'
import { openTreeBench, type TreeBench } from '../../support/tree-bench.ts'

interface Chains extends AsyncDisposable {
  readonly tree: TreeBench
  readonly job: PruneJob
  readonly ids: readonly string[]
}

/** Backups of these ages; `+` is based on the one before. What is older than ten days goes. */
async function open(ages: readonly string[]): Promise<Chains> {
  const tree = await openTreeBench()
  const ids: string[] = []
  for (const age of ages) {
    const ageMs = Number.parseInt(age, 10) * DAY_MS
    const clock = { ...systemClock, now: () => new Date(Date.now() - ageMs) }
    const { context } = await tree.bench.with({ context: { clock } })
    const store = aheadBy(tree.store, -ageMs)
    const { id, error } = await runBackup(tree.jobOf({ incremental: age.endsWith('+') }, { context, store }))
    expect(error).toBeUndefined()
    ids.push(id)
  }
  const retention = { withinMs: 10 * DAY_MS, minimumAgeMs: 7 * DAY_MS, minimumCount: 1 }
  const job = { ...tree.job, store: tree.store, target: { ...tree.job.target, retention } }
  return { tree, job, ids, [Symbol.asyncDispose]: () => tree[Symbol.asyncDispose]() }
}

const left = async (store: StoreAdmin): Promise<readonly string[]> =>
  (await listBackups(store, 'books')).map(({ id }) => id)

test('what a kept increment is based on stays, however old; a whole chain goes together, base last', async () => {
  await using chains = await open(['40', '35+', '30', '20+', '1+'])
  const { job, ids, tree } = chains
  const { decisions } = await planPrune(job)
  expect(decisions.map(({ keep }) => keep)).toEqual([false, false, true, true, true])
  expect(decisions[2]?.reasons).toEqual([`${ids[4]} is based on it`])
  const removed: string[] = []
  const remove = async (key: string): Promise<void> => {
    if (key.startsWith('manifests/')) removed.push(key)
    await tree.store.remove(key)
  }
  const record = await runPrune({ ...job, store: withMethods(tree.store, { remove }) })
  expect(record.error).toBeUndefined()
  expect(removed).toEqual([KEYS.manifest('books', ids[1]!), KEYS.manifest('books', ids[0]!)])
  expect(await left(tree.store)).toEqual(ids.slice(2))
  expect(await keysOf(tree.store, KEYS.data('books', ids[0]!))).toEqual([])
})

test('a lease on an increment that comes after the plan keeps its base', async () => {
  await using chains = await open(['40', '35+', '1'])
  const { job, ids, tree } = chains
  const log = { id: 'late', limitation: () => {} }
  const planned = async (): Promise<void> => {
    await takeLease(job, { backupId: ids[1]!, timeoutMs: DAY_MS, log })
  }
  let begun: Promise<void> | undefined
  const list: StoreAdmin['list'] = (prefix) => tree.store.list(prefix)
  const store = withMethods(tree.store, {
    list: async function* (prefix) {
      await begun
      yield* list(prefix)
    },
  })
  await runPrune({ ...job, store, planned: () => void (begun = planned()) })
  expect(await left(tree.store)).toEqual(ids)
})

test('an increment whose base is gone is kept, named, and counts for nothing', async () => {
  await using chains = await open(['40', '35+', '1+'])
  const { job, ids, tree } = chains
  await tree.store.remove(KEYS.manifest('books', ids[0]!))
  const { decisions, findings } = await planPrune(job)
  expect(decisions.every(({ keep }) => keep)).toBe(true)
  expect(findings.join()).toContain(`backup ${ids[1]} counts for nothing`)
  const status = await targetStatus(job.target, { store: tree.store, now: new Date(), warn: () => {} })
  expect(status.claimed).toBeUndefined()
  expect(status.findings.map(({ code }) => code)).toContain('manifest-absent')
})

test('an increment whose base lost an object is not relied on', async () => {
  await using chains = await open(['40', '1+'])
  const { job, ids, tree } = chains
  const { prefix } = await tree.treeOf(ids[0]!)
  await tree.store.remove(`${prefix}data/shop/empty/count.txt`)
  const { findings } = await planPrune(job)
  expect(findings.join()).toContain(`backup ${ids[1]} is kept: it is based on ${ids[0]}, and the part tree`)
})

test('an increment whose base has an altered manifest counts for nothing', async () => {
  await using chains = await open(['40', '35+', '1+'])
  const { job, ids, tree } = chains
  const path = join(tree.bench.store.location, KEYS.manifest('books', ids[1]!))
  await writeFile(path, (await readFile(path, 'utf8')).replace('"version"', '"Version"'))
  const status = await targetStatus(job.target, { store: tree.store, now: new Date(), warn: () => {} })
  expect(status).toMatchObject({ claimed: { id: ids[0] }, exitCode: 4 })
  expect(status.findings).toMatchObject([
    { code: 'manifest-altered', backup: ids[2] },
    { code: 'manifest-altered', backup: ids[1] },
  ])
  expect(status.findings[0]?.what).toContain(`, and backup ${ids[2]} is based on it`)
})

test('a base whose object was found bad through its increment counts for nothing either', async () => {
  await using chains = await open(['40', '35+', '1+'])
  const { job, ids, tree } = chains
  const { prefix } = await tree.treeOf(ids[0]!)
  await tree.replace(`${prefix}data/shop/orders/all_1_1_0/data.bin`, () => Buffer.from('a new rows'))
  expect(await tree.verify(ids[2])).toMatchObject({ error: { code: 'volume-altered' } })
  const status = await targetStatus(job.target, { store: tree.store, now: new Date(), warn: () => {} })
  expect(status.claimed).toBeUndefined()
  expect(status.findings.map(({ backup }) => backup).toSorted()).toEqual([...ids].toSorted())
  expect(status.exitCode).toBe(4)
})
