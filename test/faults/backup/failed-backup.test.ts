import { mkdir } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { describe, expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import type { TargetJob } from '../../../src/evidence/target-job.ts'
import { listBackups } from '../../../src/backup/catalog.ts'
import { runVerify } from '../../../src/backup/verify.ts'
import { LifeboatError } from '../../../src/core/errors.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { BackupRecord } from '../../../src/core/record.ts'
import { findAnchor } from '../../../src/evidence/anchors.ts'
import { openBackupBench, type BackupBench } from '../../support/backup-bench.ts'
import { ledgerFile } from '../../support/engines/ledger-file/index.ts'
import { noServerReaches } from '../../support/kept-parts.ts'
import { keysOf } from '../../support/keys-of.ts'
import { setBackAfter, withMethods } from '../../support/moved-clock.ts'
import { startBackupChild } from '../../support/start-backup-child.ts'

/** No backup is listed, none is anchored, and the record in the store says why. */
async function expectNoBackup(bench: BackupBench, record: BackupRecord): Promise<void> {
  expect(await listBackups(bench.store, 'books')).toEqual([])
  expect(record.backup).toBeUndefined()
  expect(await bench.store.head(KEYS.record(record.id))).toBeDefined()
  expect((await findAnchor('books', record.id, { store: bench.store })).anchor).toBe('none')
  expect(bench.events).toContainEqual(
    expect.objectContaining({ event: 'failure', target: 'books', code: record.error?.code }),
  )
}

function engineWith(capture: typeof ledgerFile.capture): TargetJob['engine'] {
  return { ...ledgerFile, capture }
}

async function* dying(): AsyncGenerator<Buffer> {
  for (let chunk = 0; chunk < 10; chunk += 1) yield Buffer.alloc(50_000, String(chunk))
  throw new LifeboatError({ code: 'connection-lost', what: 'the connection was cut' })
}

async function* late(): AsyncGenerator<Buffer> {
  yield Buffer.from('1 ')
  await sleep(300)
  throw new LifeboatError({ code: 'capture-failed', what: 'too late' })
}

async function* endless(): AsyncGenerator<Buffer> {
  for (;;) {
    yield Buffer.alloc(1000, '1')
    await sleep(5)
  }
}

async function* failing(): AsyncGenerator<Buffer> {
  yield Buffer.from('1 ')
  throw new LifeboatError({ code: 'connection-lost', what: 'the first cause' })
}

const deny = async (): Promise<never> => {
  throw refusal
}

const refusal = new LifeboatError({ code: 'store-refused', what: 'access denied' })

describe('the source fails', () => {
  test('it cannot be reached: nothing but the marker and the record is stored', async () => {
    await using bench = await openBackupBench()
    const record = await runBackup(await bench.with({ source: { folder: '/nowhere' } }))
    expect(record).toMatchObject({ outcome: 'couldNotRun', error: { code: 'server-unreachable' } })
    await expectNoBackup(bench, record)
    expect(await keysOf(bench.store, 'data/')).toEqual([])
  })

  test('the capture dies half-way', async () => {
    await using bench = await openBackupBench()
    const engine = engineWith(async (connection, request, context) => {
      await request.sink.stream('before.ledger', Readable.from(['1 whole\n']))
      await request.sink.stream('cut.ledger', Readable.from(dying()))
      return ledgerFile.capture(connection, request, context)
    })
    const record = await runBackup({ ...bench.job, engine })
    expect(record).toMatchObject({
      outcome: 'couldNotRun',
      error: { code: 'connection-lost', message: 'the connection was cut' },
    })
    await expectNoBackup(bench, record)
  })

  test('a part that the engine did not wait for is waited for, and its failure counts', async () => {
    await using bench = await openBackupBench()
    const engine = engineWith(async (connection, request, context) => {
      request.sink.stream('late.ledger', Readable.from(late())).catch(() => undefined)
      return ledgerFile.capture(connection, request, context)
    })
    const record = await runBackup({ ...bench.job, engine })
    expect(record.error).toEqual({ code: 'capture-failed', message: 'too late' })
    await expectNoBackup(bench, record)
  })

  test.each(['datasets', 'inventory'] as const)(
    'a fingerprint that its own reader refuses, one of its %s twice, is no backup',
    async (list) => {
      await using bench = await openBackupBench()
      const engine = engineWith(async (connection, request, context) => {
        const capture = await ledgerFile.capture(connection, request, context)
        const fingerprint = capture.fingerprint!
        const item = { kind: 'setting', name: 'a', value: 'b', rule: 'equal' } as const
        const twice = list === 'datasets' ? [fingerprint.datasets[0], fingerprint.datasets[0]] : [item, item]
        return { ...capture, fingerprint: { ...fingerprint, [list]: twice } }
      })
      const record = await runBackup({ ...bench.job, engine })
      expect(record).toMatchObject({ outcome: 'couldNotRun', error: { code: 'capture-failed' } })
      await expectNoBackup(bench, record)
    },
  )

  test('one failing part stops the others and is what the record tells', async () => {
    await using bench = await openBackupBench()
    const engine = engineWith(async (connection, request, context) => {
      const other = request.sink.stream('endless.ledger', Readable.from(endless()))
      other.catch(() => undefined)
      await request.sink.stream('failing.ledger', Readable.from(failing())).catch(() => undefined)
      await other
      return ledgerFile.capture(connection, request, context)
    })
    const record = await runBackup({ ...bench.job, engine })
    expect(record.error).toEqual({ code: 'connection-lost', message: 'the first cause' })
    await expectNoBackup(bench, record)
  })

  test('it says nothing and claims success', async () => {
    await using bench = await openBackupBench()
    const engine = engineWith(async (connection, request, context) => {
      const capture = await ledgerFile.capture(
        connection,
        { ...request, sink: { stream: async () => undefined, delegate: noServerReaches } },
        context,
      )
      return { ...capture, fingerprint: undefined }
    })
    const record = await runBackup({ ...bench.job, engine })
    expect(record.error?.code).toBe('capture-failed')
    await expectNoBackup(bench, record)
  })
})

describe('the store fails', () => {
  test('it refuses every write: the backup fails and the run still says so', async () => {
    await using bench = await openBackupBench()
    const store = withMethods(bench.store, { put: deny, upload: deny })
    const record = await runBackup({ ...bench.job, store })
    expect(record).toMatchObject({ outcome: 'couldNotRun', error: { code: 'store-refused' } })
    expect(bench.events).toContainEqual(expect.objectContaining({ event: 'warning' }))
    expect(await keysOf(bench.store, '')).toEqual([])
  })

  test('it is cut off in the middle of the volumes', async () => {
    await using bench = await openBackupBench()
    let uploads = 0
    const store = withMethods(bench.store, {
      upload: async (key, content, signal) => {
        uploads += 1
        if (uploads < 3) return bench.store.upload(key, content, signal)
        throw new LifeboatError({ code: 'store-unreachable', what: 'the store is gone' })
      },
    })
    const record = await runBackup({ ...bench.job, store })
    expect(record).toMatchObject({ outcome: 'couldNotRun', error: { code: 'store-unreachable' } })
    await expectNoBackup(bench, record)
    expect(await keysOf(bench.store, 'data/')).toHaveLength(2)
  })

  test('the manifest is refused: the volumes are there, the backup is not', async () => {
    await using bench = await openBackupBench()
    const store = withMethods(bench.store, {
      put: async (key, content) => {
        if (key.startsWith('manifests/')) throw refusal
        return bench.store.put(key, content)
      },
    })
    const record = await runBackup({ ...bench.job, store })
    expect(record.error?.code).toBe('store-refused')
    await expectNoBackup(bench, record)
  })

  test('it keeps other bytes than it was given: the manifest is read back', async () => {
    await using bench = await openBackupBench()
    const store = withMethods(bench.store, {
      put: async (key, content) =>
        bench.store.put(key, key.startsWith('manifests/') ? Buffer.from('{}') : content),
    })
    const record = await runBackup({ ...bench.job, store })
    expect(record).toMatchObject({ outcome: 'failed', error: { code: 'manifest-altered' } })
    expect((await findAnchor('books', record.id, { store: bench.store })).anchor).toBe('none')
  })

  test('the answer to the write of the manifest is lost and the write repeated: it is ours', async () => {
    await using bench = await openBackupBench()
    const store = withMethods(bench.store, {
      put: async (key, content) => {
        if (key.startsWith('manifests/')) await bench.store.put(key, content)
        return bench.store.put(key, content)
      },
    })
    expect(await runBackup({ ...bench.job, store })).toMatchObject({ outcome: 'succeeded' })
  })

  test('only the record is refused: the backup exists, unanchored, and that is an error of its own', async () => {
    await using bench = await openBackupBench()
    const store = withMethods(bench.store, {
      put: async (key, content) => {
        if (key.startsWith('evidence/')) throw refusal
        return bench.store.put(key, content)
      },
    })
    await expect(runBackup({ ...bench.job, store })).rejects.toMatchObject({
      code: 'evidence-undelivered',
      exitCode: 8,
    })
    expect(await listBackups(bench.store, 'books')).toHaveLength(1)
    expect(await runVerify({ ...bench.job, selector: 'latest' })).toMatchObject({
      anchor: 'none',
      error: { code: 'backup-unanchored' },
    })
  })

  test('its disk fills up', async () => {
    await using bench = await openBackupBench()
    await mkdir(bench.storeFolder)
    // A file system of 200 KiB in a namespace of its own; the backup has more.
    const mount = `mount -t tmpfs -o size=200k tmpfs '${bench.storeFolder}' && exec "$@"`
    const { source, storeFolder, encryption } = bench
    const job = { source, storeFolder, recipients: encryption.recipients }
    const { outcome } = startBackupChild(job, [
      'unshare',
      '--map-root-user',
      '--mount',
      'sh',
      '-c',
      mount,
      'sh',
    ])
    expect(await outcome).toMatchObject({ outcome: 'couldNotRun', error: { code: 'store-full' } })
  })
})

describe('the run is stopped', () => {
  test('by a signal: cancelled, with a record, and no backup', async () => {
    await using bench = await openBackupBench()
    const controller = new AbortController()
    const job = await bench.with({ context: { signal: controller.signal }, source: { pauseMs: 50 } })
    const running = runBackup(job)
    await sleep(300)
    controller.abort()
    const record = await running
    expect(record).toMatchObject({ outcome: 'cancelled', error: { code: 'cancelled' } })
    await expectNoBackup(bench, record)
  })

  test('by its timeout', async () => {
    await using bench = await openBackupBench()
    const job = await bench.with({ settings: { backupTimeoutMs: 300 }, source: { pauseMs: 50 } })
    const record = await runBackup(job)
    expect(record).toMatchObject({
      outcome: 'couldNotRun',
      error: { code: 'timed-out', message: 'the backup of books was given up after 300ms' },
    })
    await expectNoBackup(bench, record)
  })

  test("by the store's clock, though its own timer was asleep: no manifest after the deadline", async () => {
    await using bench = await openBackupBench()
    let asked = 0
    const store = withMethods(bench.store, {
      now: async () => {
        asked += 1
        return new Date((await bench.store.now()).getTime() + (asked > 1 ? 61_000 : 0))
      },
    })
    const record = await runBackup({ ...bench.job, store })
    expect(record.error?.code).toBe('timed-out')
    await expectNoBackup(bench, record)
  })
})

test('a clock that is set back during the run is told and spoils neither durations nor the backup', async () => {
  await using bench = await openBackupBench()
  // Read for the run's id, the backup's id and its start.
  const clock = setBackAfter(3, 3_600_000)
  const record = await runBackup(await bench.with({ context: { clock } }))
  expect(record.outcome).toBe('succeeded')
  expect(record.durationMs).toBeGreaterThan(0)
  expect(record.phases.every(({ durationMs }) => durationMs >= 0)).toBe(true)
  expect(record.limitations.join()).toContain('The clock was set back by 3600 s')
  expect(await runVerify({ ...bench.job, selector: 'latest' })).toMatchObject({
    outcome: 'succeeded',
    grade: 1,
  })
})
