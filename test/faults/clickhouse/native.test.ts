import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { sweepStore } from '../../../src/backup/sweep.ts'
import type { RunEvent } from '../../../src/core/context.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { BackupRecord } from '../../../src/core/record.ts'
import { runRestore } from '../../../src/restore/restore.ts'
import { keysOf } from '../../support/keys-of.ts'
import { aheadBy } from '../../support/moved-clock.ts'
import { openNativeBench, type NativeBench } from '../../support/native-bench.ts'
import { mountSmall } from '../../support/stores/small-mount.ts'
import type { NativeSettings } from '../../../src/engines/clickhouse/native/settings.ts'
import { writeInto } from '../../support/engines/tree-server/index.ts'

const HOUR = 3_600_000
const PATIENT = { timeout: 20_000 }
const SLOW = '<max_backup_bandwidth_for_server>5000000</max_backup_bandwidth_for_server>'

let bench: NativeBench
beforeAll(async () => {
  bench = await openNativeBench()
  await makeTable(bench, 200_000)
})
afterAll(() => bench[Symbol.asyncDispose]())

async function makeTable({ server }: NativeBench, rows: number): Promise<void> {
  await server.sql('CREATE DATABASE shop')
  await server.sql(
    'CREATE TABLE shop.orders (id UInt64, note String) ENGINE = MergeTree PARTITION BY id % 20 ORDER BY id',
  )
  await server.sql(`INSERT INTO shop.orders SELECT number, randomString(100) FROM numbers(${rows})`)
}

const AT_ONCE = {
  acceptUnanchored: false,
  planOnly: false,
  show: () => undefined,
  confirm: async () => 'flag' as const,
}

/** In the middle of an object with rows; returns its name in the tree. */
async function flipBit(id: string): Promise<string> {
  const { prefix } = await bench.treeOf(id)
  const key = (await keysOf(bench.store, prefix)).find((each) => each.endsWith('.bin')) ?? ''
  const content = await buffer(await bench.store.read(key))
  content.writeUInt8(content.readUInt8(content.length >> 1) ^ 1, content.length >> 1)
  const name = key.slice(prefix.length)
  await writeInto(await bench.store.address!(prefix), name, content)
  return name
}

async function expectNoBackup({ store, server }: NativeBench, { id }: BackupRecord): Promise<void> {
  expect(await store.head(KEYS.manifest('shop', id))).toBeUndefined()
  expect(await server.sql("SELECT count() FROM system.databases WHERE name LIKE '\\_\\_bk%'")).toBe('0')
}

describe('the server cannot write to the store', () => {
  test.each<{ when: string; native: NativeSettings; code: string; words: string }>([
    {
      when: 'no collection is named',
      native: {},
      code: 'config-invalid',
      words: 'native mode needs the name of a collection',
    },
    {
      when: 'it has none of that name',
      native: { collection: 'other' },
      code: 'capture-failed',
      words: 'no named collection `other`',
    },
    {
      when: 'the collection is said to lead past the store',
      native: { collection: 'lifeboat', collectionPrefix: 'elsewhere/' },
      code: 'config-invalid',
      words: 'connection.native.collectionPrefix is elsewhere/',
    },
    {
      when: 'it writes to another place than the store',
      native: { collection: 'lifeboat', collectionPrefix: 'lifeboat/' },
      code: 'capture-failed',
      words: 'leads to another place',
    },
  ])('$when', async ({ native, code, words }) => {
    const events: RunEvent[] = []
    const context = await bench.contextOf({ reporter: { report: (event) => void events.push(event) } })
    const record = await bench.backUp({ native }, { context })
    expect(record.error?.code).toBe(code)
    const told = JSON.stringify([record, events.filter(({ event }) => event === 'failure')])
    expect(told).toContain(words)
    expect(told).not.toContain(bench.minio.password)
    await expectNoBackup(bench, record)
  })
})

describe('while the server backs up', () => {
  let slow: NativeBench
  beforeAll(async () => {
    slow = await openNativeBench({ config: SLOW })
    await makeTable(slow, 200_000)
  })
  afterAll(() => slow[Symbol.asyncDispose]())

  const underWay = (): Promise<string> =>
    slow.server.sql("SELECT count() FROM system.backups WHERE status = 'CREATING_BACKUP'")

  test('cancelled: the server is told to stop, and what it wrote is swept', async () => {
    const stop = new AbortController()
    const context = await slow.contextOf({ signal: stop.signal })
    const backup = slow.backUp({}, { context })
    await expect.poll(() => keysOf(slow.store, 'data/'), PATIENT).not.toEqual([])
    stop.abort()
    const record = await backup
    expect(record).toMatchObject({ outcome: 'cancelled', error: { code: 'cancelled' } })
    expect(await slow.server.sql('SELECT status FROM system.backups')).toMatch(/FAILED|CANCELLED/)
    await expectNoBackup(slow, record)
    await sweepStore({ target: 'shop', store: aheadBy(slow.store, 2 * HOUR), context: slow.job.context })
    expect(await keysOf(slow.store, 'data/')).toEqual([])
  })

  test('what a killed run left the server doing is ended by a sweep', async () => {
    await slow.server.sql(
      "BACKUP TABLE shop.orders TO S3(lifeboat, 'left/') SETTINGS id = 'lifeboat/dead-run/1' ASYNC",
    )
    const { engine, target, context } = slow.job
    const sweep = async (isAlive: boolean): Promise<readonly string[]> =>
      engine.sweep(await target.connect(), () => isAlive, context)
    expect(await sweep(true)).toEqual([])
    expect(await sweep(false)).toEqual(["ended the server's BACKUP of run dead-run"])
    const status = "SELECT status FROM system.backups WHERE id = 'lifeboat/dead-run/1'"
    await expect.poll(() => slow.server.sql(status), PATIENT).toMatch(/FAILED|CANCELLED/)
  })

  test('rows that come while the server backs up are in neither the backup nor its fingerprint', async () => {
    const end = new AbortController()
    const backup = slow.backUp().finally(() => end.abort())
    let written = 0
    while (!end.signal.aborted) {
      await slow.server.sql(`INSERT INTO shop.orders SELECT 1000000 + 20 * number, 'late' FROM numbers(10)`)
      written += 1
    }
    expect(written).toBeGreaterThan(3)
    expect(await backup).toMatchObject({ outcome: 'succeeded', fingerprint: { coverage: 'exact' } })
    expect(await slow.drill()).toMatchObject({ outcome: 'succeeded', proven: true })
  })

  test('the server ends during its BACKUP', async () => {
    const backup = slow.backUp()
    await expect.poll(underWay, PATIENT).toBe('1')
    await slow.server.stop('SIGKILL')
    const record = await backup
    expect(['server-unreachable', 'connection-lost']).toContain(record.error?.code)
    expect(record.outcome).toBe('couldNotRun')
    expect(await slow.store.head(KEYS.manifest('shop', record.id))).toBeUndefined()
  })
})

test('the disk that the server writes to is full', async () => {
  await using mount = await mountSmall(8)
  await using full = await openNativeBench({ store: 'folder', backupsDir: mount.path })
  await makeTable(full, 200_000)
  const record = await full.backUp()
  expect(record).toMatchObject({ outcome: 'couldNotRun' })
  expect(['disk-full', 'store-full']).toContain(record.error?.code)
})

describe('what lies in the store', () => {
  test('a flipped bit in a part file is found by a verification and by a drill', async () => {
    const { id } = await bench.backUp()
    const name = await flipBit(id)
    const verified = await bench.verify(id)
    expect(verified).toMatchObject({ outcome: 'failed', error: { code: 'volume-altered' } })
    expect(verified.error?.message).toContain(name)
    const drilled = await bench.drill(id)
    expect(drilled).toMatchObject({ outcome: 'failed', proven: false, error: { code: 'volume-altered' } })
  })

  test('what was added to it is found by a drill as by a verification', async () => {
    const { id } = await bench.backUp()
    const { prefix } = await bench.treeOf(id)
    await writeInto(await bench.store.address!(prefix), 'data/shop/orders/added.bin', Buffer.from('added'))
    for (const record of [await bench.verify(id), await bench.drill(id)]) {
      expect(record).toMatchObject({ outcome: 'failed', error: { code: 'volume-altered' } })
      expect(record.error?.message).toContain('added.bin')
    }
  })

  test('a flipped bit in what an increment is based on stops a restore before anything is made', async () => {
    const base = await bench.backUp()
    const increment = await bench.backUp({ native: { collection: 'lifeboat', increments: 5 } })
    expect((await bench.treeOf(increment.id)).bases).toEqual([base.id])
    const name = await flipBit(base.id)
    const record = await runRestore({ ...bench.job, ...AT_ONCE, selector: increment.id, into: 'shop_again' })
    expect(record).toMatchObject({ outcome: 'failed', error: { code: 'volume-altered' } })
    expect(record?.error?.message).toContain(name)
    expect(await bench.server.sql("SELECT count() FROM system.databases WHERE name = 'shop_again'")).toBe('0')
  })

  test('an increment whose description was damaged does not stand in the way of the next backup', async () => {
    const native = { collection: 'lifeboat', increments: 5 }
    await bench.backUp()
    const increment = await bench.backUp({ native })
    const { prefix, bases } = await bench.treeOf(increment.id)
    expect(bases).toHaveLength(1)
    const content = await buffer(await bench.store.read(`${prefix}.backup`))
    await writeInto(await bench.store.address!(prefix), '.backup', content.fill(32))
    const next = await bench.backUp({ native })
    expect(next.error).toBeUndefined()
    expect((await bench.treeOf(next.id)).bases).toEqual([])
  })

  test('a chain whose base is gone is said by its name, and the next backup is a full one', async () => {
    const native = { collection: 'lifeboat', increments: 5 }
    const full = await bench.backUp()
    const increment = await bench.backUp({ native })
    expect((await bench.treeOf(increment.id)).bases).toEqual([full.id])
    await bench.store.remove(KEYS.manifest('shop', full.id))
    // Nor does its record say that there was one: that it is gone is told before that nothing vouches for it.
    await bench.store.remove(KEYS.record(full.id))
    const restore = { ...bench.job, ...AT_ONCE, selector: increment.id, into: 'shop_again' }
    const records = [
      await bench.verify(increment.id),
      await bench.drill(increment.id),
      await runRestore(restore),
    ]
    for (const record of records) {
      expect(record).toMatchObject({ outcome: 'failed', error: { code: 'manifest-absent' } })
      expect(record?.error?.message).toContain(full.id)
    }
    const next = await bench.backUp({ native })
    expect(next.error).toBeUndefined()
    expect((await bench.treeOf(next.id)).bases).toEqual([])
  })
})
