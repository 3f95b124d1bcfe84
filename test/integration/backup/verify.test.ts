import { Transform } from 'node:stream'
import { expect, test } from 'vitest'
import { runBackup } from '../../../src/backup/backup.ts'
import { runVerify } from '../../../src/backup/verify.ts'
import { LifeboatError } from '../../../src/core/errors.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import { openBackupBench, type BackupBench } from '../../support/backup-bench.ts'
import { ledgerFile } from '../../support/engines/ledger-file/index.ts'
import { withMethods } from '../../support/moved-clock.ts'

const verify = (bench: BackupBench, parts: object = {}): ReturnType<typeof runVerify> =>
  runVerify({ ...bench.job, selector: 'latest', ...parts })

const withoutPrograms = async (): Promise<never> => {
  throw new LifeboatError({ code: 'program-absent', what: 'no ledger-check was found' })
}

const findsLine7: typeof ledgerFile.parse = async () => [
  { name: 'cash.ledger', result: 'failed', detail: 'line 7' },
]

const givesUp: typeof ledgerFile.parse = async () => {
  throw new LifeboatError({ code: 'part-malformed', what: 'a head is damaged', why: 'at Ann, 4711' })
}

const wantsSilver: typeof ledgerFile.parse = async (parts) => {
  await parts.open('silver.ledger')
  return []
}

test('with a secret key every part is opened and parsed: grade 1', async () => {
  await using bench = await openBackupBench()
  const backup = await runBackup(bench.job)
  expect(await verify(bench)).toMatchObject({
    outcome: 'succeeded',
    anchor: 'store',
    grade: 1,
    opened: true,
    verifiedBytes: backup.storedBytes,
    volumeCount: backup.volumeCount,
    backup: backup.backup,
    checks: [
      { name: 'cash.ledger', result: 'passed', detail: 'every line is an entry' },
      { name: 'goods.ledger', result: 'passed' },
      { name: 'fingerprint.json', result: 'passed', detail: 'a well-formed fingerprint' },
    ],
    limitations: [],
  })
})

test('without a secret key the stored bytes are compared: grade 0', async () => {
  await using bench = await openBackupBench()
  const backup = await runBackup(bench.job)
  const encryption = { ...bench.encryption, identities: async () => [] }
  expect(await verify(bench, { encryption })).toMatchObject({
    outcome: 'succeeded',
    grade: 0,
    opened: false,
    verifiedBytes: backup.storedBytes,
    checks: [],
    limitations: ['No secret key was at hand, so the seals were not opened and the parts not parsed.'],
  })
})

test('an unsealed backup is opened without any key', async () => {
  await using bench = await openBackupBench()
  const encryption = { recipients: [], identities: async () => [] }
  const backup = await runBackup({ ...bench.job, encryption })
  expect(backup.limitations).toEqual(['The backup is not encrypted: no recipient is configured.'])
  expect(await verify(bench, { encryption })).toMatchObject({ outcome: 'succeeded', grade: 1, opened: true })
})

test('each volume is read once', async () => {
  await using bench = await openBackupBench()
  const { volumeCount } = await runBackup(bench.job)
  const reads: string[] = []
  const store = new Proxy(bench.store, {
    get: (inner, name) => {
      const value: unknown = Reflect.get(inner, name, inner)
      if (name !== 'read') return typeof value === 'function' ? value.bind(inner) : value
      return (key: string) => {
        if (key.startsWith('data/')) reads.push(key)
        return inner.read(key)
      }
    },
  })
  await verify(bench, { store })
  expect(reads).toHaveLength(volumeCount!)
  expect(new Set(reads).size).toBe(volumeCount)
})

test('an engine without its programs is a limitation and caps the grade, but the seals are opened', async () => {
  await using bench = await openBackupBench()
  await runBackup(bench.job)
  expect(await verify(bench, { engine: { ...ledgerFile, parse: withoutPrograms } })).toMatchObject({
    outcome: 'succeeded',
    grade: 0,
    opened: true,
    checks: [{ detail: 'opened and read to its end' }, { result: 'passed' }, { result: 'passed' }],
    limitations: ['The parts were opened but not parsed: no ledger-check was found.'],
  })
})

test('a part that the engine cannot read is a bad copy', async () => {
  await using bench = await openBackupBench()
  await runBackup(bench.job)
  const record = await verify(bench, { engine: { ...ledgerFile, parse: findsLine7 } })
  expect(record).toMatchObject({ outcome: 'failed', error: { code: 'part-malformed' } })
  expect(record.grade).toBeUndefined()
  expect(record.error?.message).toContain('cash.ledger cannot be read')
})

test('an engine that gives up on bytes which read through finds a bad copy all the same', async () => {
  await using bench = await openBackupBench()
  await runBackup(bench.job)
  const record = await verify(bench, { engine: { ...ledgerFile, parse: givesUp } })
  expect(record).toMatchObject({ outcome: 'failed', error: { code: 'part-malformed' } })
  expect(record.grade).toBeUndefined()
  expect(record.checks).toContainEqual({ name: 'parts', result: 'failed', detail: 'a head is damaged' })
})

test('a part that the engine needs and the manifest does not name is a bad copy', async () => {
  await using bench = await openBackupBench()
  await runBackup(bench.job)
  expect(await verify(bench, { engine: { ...ledgerFile, parse: wantsSilver } })).toMatchObject({
    outcome: 'failed',
    error: { message: expect.stringContaining('parts cannot be read') },
  })
})

test('what a program said about a part, which may be a row, is told and not recorded', async () => {
  await using bench = await openBackupBench()
  await runBackup(bench.job)
  const record = await verify(bench, { engine: { ...ledgerFile, parse: findsLine7 } })
  expect(JSON.stringify(record)).not.toContain('line 7')
  expect(JSON.stringify(bench.events)).toContain('line 7')
})

test('a backup that another engine took is refused', async () => {
  await using bench = await openBackupBench()
  await runBackup(bench.job)
  const record = await verify(bench, { engine: { ...ledgerFile, name: 'other' } })
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'config-invalid', message: expect.stringContaining('taken by the engine ledger-file') },
  })
  expect(record.grade).toBeUndefined()
})

test('the wrong secret key cannot open it, but the stored bytes are compared', async () => {
  await using bench = await openBackupBench()
  await using other = await openBackupBench()
  await runBackup(bench.job)
  const record = await verify(bench, { encryption: other.encryption })
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'identity-wrong' },
    grade: 0,
    opened: false,
  })
})

test('an object beside the volumes is told', async () => {
  await using bench = await openBackupBench()
  const { id } = await runBackup(bench.job)
  await bench.store.put(`${KEYS.data('books', id)}stranger`, Buffer.from('?'))
  const record = await verify(bench)
  expect(record.outcome).toBe('succeeded')
  expect(record.limitations).toEqual([
    `1 stored objects beside the volumes are named by no manifest, the first is data/books/${id}/stranger.`,
  ])
})

test('the record of a verification is stored', async () => {
  await using bench = await openBackupBench()
  await runBackup(bench.job)
  const record = await verify(bench)
  expect(await bench.store.head(KEYS.record(record.id))).toBeDefined()
})

test('bytes that were damaged before they were stored match their digests, but cannot be opened', async () => {
  await using bench = await openBackupBench()
  const store = withMethods(bench.store, {
    upload: (key, content, signal) =>
      bench.store.upload(key, key.endsWith('0000.0001') ? content.pipe(damage()) : content, signal),
  })
  await runBackup({ ...bench.job, store })
  expect(await verify(bench)).toMatchObject({
    outcome: 'failed',
    error: { code: 'part-malformed' },
    checks: [
      { name: 'cash.ledger', result: 'failed' },
      { name: 'goods.ledger', result: 'passed' },
      { name: 'fingerprint.json', result: 'passed' },
    ],
  })
  const encryption = { ...bench.encryption, identities: async () => [] }
  expect(await verify(bench, { encryption })).toMatchObject({ outcome: 'succeeded', grade: 0 })
})

/** Changes the first byte of every chunk. */
function damage(): Transform {
  return new Transform({
    transform: (chunk: Buffer, _encoding, done) => {
      const damaged = Buffer.from(chunk)
      damaged[0] = (damaged[0] ?? 0) ^ 1
      done(null, damaged)
    },
  })
}
