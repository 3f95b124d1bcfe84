import { readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import { readManifest } from '../../../src/backup/read-manifest.ts'
import { runVerify } from '../../../src/backup/verify.ts'
import type { RestoreRecord } from '../../../src/core/record.ts'
import { runDrill } from '../../../src/drill/drill.ts'
import { runRestore } from '../../../src/restore/restore.ts'
import type { TargetJob } from '../../../src/evidence/target-job.ts'
import { openStore } from '../../../src/stores/filesystem/index.ts'
import { drillPlan } from '../../support/drill-bench.ts'
import { openNativeBench, type NativeBench } from '../../support/native-bench.ts'
import { sandboxLeftovers } from '../../support/sandbox-leftovers.ts'

const BY_HAND = join(import.meta.dirname, '../../../docs/recover-by-hand.md')

let bench: NativeBench
beforeAll(async () => {
  bench = await openNativeBench()
  await makeShop(bench)
})
afterAll(() => bench[Symbol.asyncDispose]())

const AT_ONCE = {
  acceptUnanchored: false,
  planOnly: false,
  show: () => undefined,
  confirm: async () => 'flag' as const,
}

async function makeShop({ server }: NativeBench): Promise<void> {
  const statements = [
    'CREATE DATABASE shop',
    'CREATE TABLE shop.orders (id UInt64, customer UInt32, total Decimal(18, 2), note Nullable(String), tags Array(String)) ENGINE = MergeTree PARTITION BY id % 3 ORDER BY id',
    "INSERT INTO shop.orders SELECT number, number % 100, number / 7, if(number % 3 = 0, NULL, toString(number)), ['a', toString(number)] FROM numbers(30000)",
    'CREATE TABLE shop.`odd.name%é` (`a b` Int8, v Float64, at DateTime) ENGINE = ReplacingMergeTree ORDER BY `a b` TTL at + INTERVAL 1 DAY',
    // Rows that a merge would remove, here and in a drill.
    'SYSTEM STOP MERGES shop.`odd.name%é`',
    "INSERT INTO shop.`odd.name%é` VALUES (1, nan, '2020-01-01'), (2, -0.0, '2020-01-01')",
    "INSERT INTO shop.`odd.name%é` VALUES (1, inf, '2020-01-02')",
    'CREATE TABLE shop.empty (x UInt8) ENGINE = MergeTree ORDER BY tuple()',
    'CREATE TABLE shop.kept (line String) ENGINE = Log',
    "INSERT INTO shop.kept VALUES ('first'), ('second')",
    'CREATE MATERIALIZED VIEW shop.sums ENGINE = SummingMergeTree ORDER BY customer POPULATE AS SELECT customer, sum(total) AS total FROM shop.orders GROUP BY customer',
    'CREATE VIEW shop.large AS SELECT * FROM shop.orders WHERE total > 100',
  ]
  for (const statement of statements) await server.sql(statement)
}

test('the server backs itself up, and a drill proves it from its own disk', async () => {
  const record = await bench.backUp()
  expect(record.error).toBeUndefined()
  expect(record.fingerprint).toMatchObject({ origin: 'source', coverage: 'exact', datasetCount: 5 })
  const { prefix, tags, objects } = await bench.treeOf(record.id)
  expect(tags).toBe('md5')
  expect(objects).toBeGreaterThan(20)
  expect(await bench.server.sql("SELECT name FROM system.databases WHERE name LIKE '\\_\\_bk%'")).toBe('')
  expect(await text(await bench.store.read(`${prefix}.backup`))).not.toContain(bench.minio.password)

  expect(await bench.verify()).toMatchObject({ outcome: 'succeeded', verifiedBytes: record.storedBytes })
  const drill = await bench.drill()
  expect(drill.error).toBeUndefined()
  expect(drill).toMatchObject({ proven: true, negativeControl: { detected: true } })
  expect(drill.comparison).toMatchObject({ equalCount: 5, datasetCount: 5, schemaEqual: true })
  expect(drill.grade).toBeGreaterThanOrEqual(5)
  expect(await sandboxLeftovers(bench.job.context.runId)).toEqual([])
})

test('every type and odd value comes back, and the negative control is noticed', async () => {
  const zoo = await readFile(join(import.meta.dirname, 'zoo.sql'), 'utf8')
  const statements = zoo.replace(/^--.*\n/, '').split(/;\n\n?/)
  for (const statement of statements.filter((each) => each.trim() !== '')) await bench.server.sql(statement)
  const { target } = bench.jobOf({ database: 'zoo' })
  const job = { ...bench.job, target: { ...target, name: 'zoo' } }
  const record = await runBackup(job)
  expect(record).toMatchObject({ outcome: 'succeeded', fingerprint: { coverage: 'exact' } })
  const drill = await runDrill({ ...job, plan: drillPlan({ provider: 'process' }) })
  expect(drill.error).toBeUndefined()
  expect(drill).toMatchObject({ proven: true, negativeControl: { detected: true } })
})

test('increments build a chain, a full backup follows after so many, and a drill restores through the whole chain', async () => {
  const ids: string[] = []
  const native = { collection: 'lifeboat', increments: 2 }
  for (const round of [1, 2, 3, 4]) {
    await bench.server.sql(
      `INSERT INTO shop.orders SELECT ${round} * 100000 + number, 1, 1, NULL, [] FROM numbers(100)`,
    )
    const { id, error } = await bench.backUp({ native })
    expect(error).toBeUndefined()
    ids.push(id)
  }
  const bases = await Promise.all(ids.map(async (id) => (await bench.treeOf(id)).bases))
  // The first is based on the full backup of the test before.
  expect(bases.map(({ length }) => length)).toEqual([1, 2, 0, 1])
  const second = ids[1] ?? ''
  const drill = await bench.drill(second, 'container')
  expect(drill.error).toBeUndefined()
  expect(drill).toMatchObject({ backup: { id: second }, proven: true })
  const restored = await runRestore({ ...bench.job, ...AT_ONCE, selector: second, into: 'shop_chained' })
  expect(restored?.error).toBeUndefined()
  expect(restored).toMatchObject({ outcome: 'succeeded', comparison: { equalCount: 5, datasetCount: 5 } })
})

test('a restore beside the source is read from the store by the server itself', async () => {
  const record = await runRestore({ ...bench.job, ...AT_ONCE, selector: 'latest', into: 'shop_again' })
  expect(record?.error).toBeUndefined()
  expect(record).toMatchObject({ outcome: 'succeeded', comparison: { equalCount: 5, datasetCount: 5 } })
  expect(await bench.server.sql('SELECT count() FROM shop_again.orders')).toBe(
    await bench.server.sql('SELECT count() FROM shop.orders'),
  )
})

test('the documented statement restores it by hand', async () => {
  const { id } = await bench.backUp()
  const { prefix } = await bench.treeOf(id)
  const [, statement = ''] = /```sql\n(RESTORE [^]*?)\n```/.exec(await readFile(BY_HAND, 'utf8')) ?? []
  await bench.server.sql('CREATE DATABASE by_hand')
  for (const table of ['orders', 'empty']) {
    await bench.server.sql(`CREATE TABLE by_hand.${table} AS shop.${table}`)
  }
  await bench.server.sql(
    statement
      .replaceAll('shop.', 'by_hand.')
      .replaceAll('customers', 'empty')
      .replace(/'lifeboat\/.*'/, `'lifeboat/${prefix}'`),
  )
  expect(await bench.server.sql('SELECT count(), sum(cityHash64(tuple(*))) FROM by_hand.orders')).toBe(
    await bench.server.sql('SELECT count(), sum(cityHash64(tuple(*))) FROM shop.orders'),
  )
})

test('a login that may not make clones backs up in place, and says so', async () => {
  const { server } = bench
  const record = await bench.backUp({ user: server.writer })
  expect(record.error).toBeUndefined()
  expect(record.limitations.join()).toContain('Tables were read in place and not from clones')
  const drill = await bench.drill(record.id)
  expect(drill.error).toBeUndefined()
  expect(drill).toMatchObject({ proven: true })
})

test('a folder on a disk of the server takes it too, with a SHA-256 of everything', async () => {
  const path = join(bench.server.backupsDir, 'store')
  const store = await openStore({ type: 'filesystem', path }, { name: 'folder' })
  const job = bench.jobOf({ native: { disk: 'backups' } }, { store })
  const record = await runBackup(job)
  expect(record.error).toBeUndefined()
  const { manifest } = await readManifest(store, { target: 'shop', id: record.id }, {})
  expect(manifest.delegated).toMatchObject([{ tags: 'none' }])
  expect(await runVerify({ ...job, selector: 'latest' })).toMatchObject({ outcome: 'succeeded' })
  const plan = drillPlan({ provider: 'process' })
  expect(await runDrill({ ...job, plan })).toMatchObject({ proven: true })
})

const openFolder = (path: string) => openStore({ type: 'filesystem', path }, { name: 'folder' })

test('a store that was moved is restored from by the server as far as it can be told where bases lie', async () => {
  const { server } = bench
  const paths = ['before', 'after'].map((name) => join(server.backupsDir, name))
  const [before = '', after = ''] = paths
  const jobIn = async (path: string): Promise<TargetJob> => {
    return bench.jobOf({ native: { disk: 'backups', increments: 5 } }, { store: await openFolder(path) })
  }
  const job = await jobIn(before)
  const ids: string[] = []
  for (const round of [1, 2, 3]) {
    await server.sql(`INSERT INTO shop.kept VALUES ('of round ${round}')`)
    ids.push((await runBackup(job)).id)
  }
  const restore = async (id: string, into: string, from = after): Promise<RestoreRecord | undefined> =>
    runRestore({ ...(await jobIn(from)), ...AT_ONCE, selector: id, into })
  const [full = '', first = '', second = ''] = ids

  const unmoved = await restore(second, 'unmoved', before)
  expect(unmoved?.error).toBeUndefined()
  expect(unmoved).toMatchObject({ outcome: 'succeeded', comparison: { equalCount: 5 } })
  await rename(before, after)

  const increment = await restore(first, 'moved')
  expect(increment?.error).toBeUndefined()
  expect(increment).toMatchObject({ outcome: 'succeeded', comparison: { equalCount: 5 } })

  const chained = await restore(second, 'moved_again')
  expect(chained).toMatchObject({ error: { code: 'not-supported' } })
  expect(chained?.error?.message).toContain(`${first}, which the backup is based on`)
  expect(chained?.error?.message).toContain(full)
  expect(await server.sql("SELECT count() FROM system.databases WHERE name = 'moved_again'")).toBe('0')

  await server.sql(`INSERT INTO shop.kept VALUES ('after the move')`)
  const { id: next } = await runBackup(await jobIn(after))
  const { manifest } = await readManifest(await openFolder(after), { target: 'shop', id: next }, {})
  expect(manifest.delegated?.map(({ bases }) => bases)).toEqual([[]])
  expect(await restore(next, 'moved_on')).toMatchObject({
    outcome: 'succeeded',
    comparison: { equalCount: 5 },
  })
})
