import { execFileSync } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, afterAll, describe, expect, test } from 'vitest'
import { KEYS } from '../../../src/core/manifest.ts'
import type { StoreAdmin } from '../../../src/core/store.ts'
import { canonicalBytes, sha256Hex } from '../../../src/evidence/canonical.ts'
import { collectRecords } from '../../../src/evidence/collect.ts'
import { ledgerPath, recordPath } from '../../../src/evidence/ledger/paths.ts'
import type { LedgerBatch } from '../../../src/evidence/schema/ledger-schema.ts'
import {
  verifyEvidence,
  type EvidenceReport,
  type VerifyRequest,
} from '../../../src/evidence/verify-evidence.ts'
import { writeRecord } from '../../../src/evidence/write-record.ts'
import { testContext } from '../../support/context.ts'
import {
  backupRecord,
  idOf,
  manifestOf,
  verificationRecord,
  writeBackupFiles,
} from '../../support/evidence/records.ts'
import { evidenceBench, type EvidenceBench } from '../../support/evidence/repository.ts'

/** Three batches: records 1 and 2, record 3, record 4. */
async function published(): Promise<{ readonly bench: EvidenceBench; readonly head: string }> {
  const bench = await evidenceBench()
  await using context = await testContext()
  const store = await bench.store()
  let head = ''
  for (const batch of [[1, 2], [3], [4]]) {
    for (const index of batch) await writeRecord(store, backupRecord(index))
    const collected = await collectRecords({ stores: [store], repository: bench.place, context })
    head = collected.head ?? ''
  }
  return { bench, head }
}

async function verify(request: Omit<VerifyRequest, 'context'>): Promise<EvidenceReport> {
  await using context = await testContext()
  return await verifyEvidence({ ...request, context })
}

function codes(report: EvidenceReport): readonly string[] {
  return [...new Set(report.findings.map(({ code }) => code))].toSorted()
}

let bench: EvidenceBench
let head: string

beforeAll(async () => {
  ;({ bench, head } = await published())
})

afterAll(async () => {
  await bench[Symbol.asyncDispose]()
})

/** The evidence folder as an auditor unpacks it, changed by `tamper`. */
async function tamperedFolder(name: string, tamper: (folder: string) => Promise<void>): Promise<string> {
  const root = join(bench.root, 'copies', name.replaceAll(' ', '-'))
  await mkdir(root, { recursive: true })
  const archive = execFileSync('git', ['-C', bench.directory, 'archive', 'lifeboat-evidence'])
  execFileSync('tar', ['-x', '-C', root], { input: archive })
  await tamper(join(root, 'reports'))
  return join(root, 'reports')
}

async function readBatch(folder: string, sequence: number): Promise<LedgerBatch> {
  return JSON.parse(await readFile(join(folder, ledgerPath(sequence)), 'utf8')) as LedgerBatch
}

/** Appends a batch that is right in every digest, as whoever may write the branch could. */
async function forgeBatch(folder: string, sequence: number): Promise<void> {
  const record = canonicalBytes({ ...backupRecord(90 + sequence), limitations: ['forged'] })
  const id = idOf(90 + sequence)
  await writeFile(join(folder, recordPath(id)), record)
  const batch: LedgerBatch = {
    format: 'lifeboat-ledger/1',
    sequence,
    previous: sha256Hex(await readFile(join(folder, ledgerPath(sequence - 1)))),
    collectedAt: '2026-11-21T03:00:00.000Z',
    entries: [{ id, kind: 'backup', target: 'orders', path: recordPath(id), sha256: sha256Hex(record) }],
  }
  await writeFile(join(folder, ledgerPath(sequence)), canonicalBytes(batch))
}

async function dropBatch(folder: string, sequence: number): Promise<void> {
  for (const { path } of (await readBatch(folder, sequence)).entries) await rm(join(folder, path))
  await rm(join(folder, ledgerPath(sequence)))
}

describe('untouched evidence', () => {
  test('is consistent without a pin and valid with one, from git and from a folder', async () => {
    const folder = await tamperedFolder('untouched', async () => undefined)
    for (const source of [bench.place, { folder }]) {
      const unpinned = await verify({ source })
      expect(unpinned).toMatchObject({
        status: 'consistent',
        findings: [],
        recordCount: 4,
        batchCount: 3,
        head,
      })
      expect(unpinned.statement).toMatch(/^consistent, not pinned: /)
      expect(unpinned).toMatchObject({ firstSequence: 1, lastSequence: 3 })
      const pinned = await verify({ source, pinnedHead: head.toUpperCase() })
      expect(pinned).toMatchObject({ status: 'valid', pinnedSequence: 3 })
      expect(pinned.statement).toMatch(/^valid/)
    }
  })

  test('with an older pin is valid up to it only', async () => {
    const first = sha256Hex(bench.git('show', 'lifeboat-evidence:reports/ledger/000001.json'))
    const report = await verify({ source: bench.place, pinnedHead: first })
    expect(report).toMatchObject({ status: 'consistent', pinnedSequence: 1, findings: [] })
    expect(report.statement).toMatch(/valid up to the pinned head, batch 1; batches 2 to 3 .* not pinned/)
  })

  test('that does not exist is an error, not a verdict', async () => {
    const source = { ...bench.place, branch: 'nothing-here' }
    await expect(verify({ source })).rejects.toMatchObject({ code: 'object-absent', exitCode: 7 })
    await expect(verify({ source: { folder: bench.root } })).rejects.toMatchObject({ code: 'object-absent' })
  })
})

const tamperings: readonly [string, string, (folder: string) => Promise<void>][] = [
  [
    'a record edited',
    'record-altered',
    async (folder) => {
      const path = join(folder, recordPath(idOf(3)))
      await writeFile(
        path,
        (await readFile(path, 'utf8')).replace('"durationMs":60000', '"durationMs":10000'),
      )
    },
  ],
  ['a record deleted', 'record-altered', (folder) => rm(join(folder, recordPath(idOf(2))))],
  [
    'a record added beside the ledger',
    'record-altered',
    (folder) => writeFile(join(folder, recordPath(idOf(9))), canonicalBytes(backupRecord(9))),
  ],
  [
    'a record edited together with its entry',
    'ledger-broken',
    async (folder) => {
      const forged = canonicalBytes({ ...backupRecord(3), durationMs: 1 })
      await writeFile(join(folder, recordPath(idOf(3))), forged)
      const batch = await readBatch(folder, 2)
      const entries = batch.entries.map((entry) => ({ ...entry, sha256: sha256Hex(forged) }))
      await writeFile(join(folder, ledgerPath(2)), canonicalBytes({ ...batch, entries }))
    },
  ],
  [
    'a record entered as another kind',
    'record-altered',
    async (folder) => {
      const batch = await readBatch(folder, 3)
      const entries = batch.entries.map((entry) => ({ ...entry, kind: 'drill' }))
      await writeFile(join(folder, ledgerPath(3)), canonicalBytes({ ...batch, entries }))
    },
  ],
  [
    'a ledger file edited',
    'ledger-broken',
    async (folder) => {
      const batch = { ...(await readBatch(folder, 1)), collectedAt: '2020-01-01T00:00:00Z' }
      await writeFile(join(folder, ledgerPath(1)), canonicalBytes(batch))
    },
  ],
  ['a ledger file cut', 'ledger-broken', (folder) => writeFile(join(folder, ledgerPath(3)), '{"format"')],
  ['a batch dropped in the middle', 'ledger-broken', (folder) => dropBatch(folder, 2)],
  [
    'two batches exchanged',
    'ledger-broken',
    async (folder) => {
      const [second, third] = [await readBatch(folder, 2), await readBatch(folder, 3)]
      await writeFile(
        join(folder, ledgerPath(2)),
        canonicalBytes({ ...third, sequence: 2, previous: second.previous }),
      )
      await writeFile(join(folder, ledgerPath(3)), canonicalBytes({ ...second, sequence: 3 }))
    },
  ],
  [
    'a batch entered twice',
    'ledger-broken',
    async (folder) => {
      const third = await readFile(join(folder, ledgerPath(3)))
      const again = { ...(await readBatch(folder, 3)), sequence: 4, previous: sha256Hex(third) }
      await writeFile(join(folder, ledgerPath(4)), canonicalBytes(again))
    },
  ],
]

describe('without any pin', () => {
  test.each(tamperings)('%s is found', async (name, code, tamper) => {
    const folder = await tamperedFolder(name, tamper)
    const report = await verify({ source: { folder } })
    expect(report.status).toBe('broken')
    expect(codes(report)).toContain(code)
  })
})

describe('only by a pin', () => {
  test.each([
    ['the last batch dropped', (folder: string) => dropBatch(folder, 3)],
    [
      'the last batch replaced by a forged one',
      async (folder: string) => {
        await dropBatch(folder, 3)
        await forgeBatch(folder, 3)
      },
    ],
  ])('%s is found', async (name, tamper) => {
    const folder = await tamperedFolder(name, tamper)
    expect(await verify({ source: { folder } })).toMatchObject({ status: 'consistent', findings: [] })
    const report = await verify({ source: { folder }, pinnedHead: head })
    expect(report.status).toBe('broken')
    expect(codes(report)).toEqual(['ledger-broken'])
  })

  test('a forged batch after the pinned one is not called valid', async () => {
    const folder = await tamperedFolder('appended', (copy) => forgeBatch(copy, 4))
    const report = await verify({ source: { folder }, pinnedHead: head })
    expect(report).toMatchObject({ status: 'consistent', pinnedSequence: 3 })
    expect(report.statement).toContain('batches 4 to 4 continue it and are consistent, not pinned')
    expect(report.head).not.toBe(head)
  })
})

describe('history', () => {
  test('shows a file that was changed and put back', async () => {
    const { bench: own } = await published()
    await using cleanup = own
    const tree = join(own.root, 'tree')
    own.git('worktree', 'add', '-q', tree, 'lifeboat-evidence')
    const file = join(tree, 'reports', recordPath(idOf(1)))
    const original = await readFile(file)
    await writeFile(file, 'other')
    own.gitIn(tree, 'commit', '-q', '-am', 'change')
    await writeFile(file, original)
    own.gitIn(tree, 'commit', '-q', '-am', 'put back')
    await rm(join(tree, 'reports', ledgerPath(3)))
    own.gitIn(tree, 'commit', '-q', '-am', 'drop')

    const report = await verify({ source: cleanup.place })

    const history = report.findings.filter(({ what }) => what.startsWith('commit '))
    expect(history.map(({ code }) => code).toSorted()).toEqual([
      'ledger-broken',
      'record-altered',
      'record-altered',
    ])
    expect(report.status).toBe('broken')
  })

  test('of a shallow clone is said to be unknown before it', async () => {
    const clone = join(bench.root, 'shallow')
    bench.gitIn(
      bench.root,
      'clone',
      '-q',
      '--depth',
      '1',
      '-b',
      'lifeboat-evidence',
      `file://${bench.directory}`,
      clone,
    )
    const report = await verify({ source: { ...bench.place, directory: clone }, pinnedHead: head })
    expect(report).toMatchObject({ status: 'valid', findings: [] })
    expect(report.limitations).toContainEqual(expect.stringContaining('shallow'))
  })
})

describe('stores', () => {
  /** A published fleet of four backups, whole in its store, and then what `tamper` does to it. */
  async function storesAfter(tamper: (place: Tampered) => Promise<void>): Promise<EvidenceReport> {
    await using own = (await published()).bench
    const store = await own.store()
    for (const index of [1, 2, 3, 4]) await writeBackupFiles(store, index)
    await tamper({ store, file: (key) => join(store.location, key) })
    return await verify({ source: own.place, stores: [store] })
  }

  interface Tampered {
    readonly store: StoreAdmin
    /** Where an object lies. */
    readonly file: (key: string) => string
  }

  const manifest = (index: number): string => KEYS.manifest('orders', idOf(index))
  const record = (index: number): string => KEYS.record(idOf(index))
  const volume = (index: number): string => KEYS.volume('orders', idOf(index), { part: 0, volume: 1 })

  test('that hold what was published are consistent, and it is said what was not read', async () => {
    const report = await storesAfter(async () => undefined)
    expect(report).toMatchObject({
      status: 'consistent',
      findings: [],
      recordsCompared: 4,
      manifestsCompared: 4,
      volumesListed: 8,
    })
    expect(report.limitations).toEqual([expect.stringMatching(/only presence and size.*lifeboat verify/)])
  })

  test('with a backup that is not collected yet are consistent', async () => {
    const report = await storesAfter(async ({ store }) => {
      await writeBackupFiles(store, 5)
      await writeRecord(store, backupRecord(5))
    })
    expect(report).toMatchObject({ status: 'consistent', findings: [], manifestsCompared: 5 })
    expect(report.limitations).toContainEqual(expect.stringMatching(/^1 of the manifests .* collect/))
  })

  const forgedRecord = (index: number): Uint8Array =>
    canonicalBytes({
      ...backupRecord(index),
      backup: { ...backupRecord(index).backup, manifestSha256: sha256Hex(manifestOf(9)) },
    })

  const cases: readonly [string, readonly [string, string][], (place: Tampered) => Promise<void>][] = [
    [
      'a published record altered',
      [['record-altered', record(2)]],
      ({ file }) => writeFile(file(record(2)), canonicalBytes({ ...backupRecord(2), durationMs: 1 })),
    ],
    [
      'a manifest altered',
      [['manifest-altered', manifest(2)]],
      ({ file }) => writeFile(file(manifest(2)), manifestOf(3)),
    ],
    ['a manifest removed', [['manifest-absent', manifest(3)]], ({ store }) => store.remove(manifest(3))],
    [
      'record and manifest forged together',
      [
        ['record-altered', record(2)],
        ['manifest-altered', manifest(2)],
      ],
      async ({ file }) => {
        await writeFile(file(record(2)), forgedRecord(2))
        await writeFile(file(manifest(2)), manifestOf(9))
      },
    ],
    [
      'a manifest without a record beside the others',
      [['unanchored', manifest(7)]],
      ({ store }) => writeBackupFiles(store, 7),
    ],
    [
      'a manifest whose record is a copy of another',
      [
        ['record-altered', record(7)],
        ['unanchored', manifest(7)],
      ],
      async ({ store }) => {
        await writeBackupFiles(store, 7)
        await writeRecord(store, { ...backupRecord(1), id: idOf(7) })
      },
    ],
    [
      'a manifest whose record is of another kind',
      [['unanchored', manifest(7)]],
      async ({ store }) => {
        await writeBackupFiles(store, 7)
        await writeRecord(store, verificationRecord(7))
      },
    ],
    [
      'a strange file among the manifests',
      [['unanchored', 'manifests/orders/notes.txt']],
      async ({ store }) => void (await store.put('manifests/orders/notes.txt', manifestOf(1))),
    ],
    [
      'a manifest altered before its record was published',
      [['manifest-altered', manifest(5)]],
      async ({ store, file }) => {
        await writeBackupFiles(store, 5)
        await writeRecord(store, backupRecord(5))
        await writeFile(file(manifest(5)), manifestOf(9))
      },
    ],
    [
      'all volumes removed',
      [1, 2, 3, 4].map((index) => ['volume-absent', `2 of 2 volumes of backup ${idOf(index)}`]),
      ({ file }) => rm(file('data'), { recursive: true }),
    ],
    ['a volume cut', [['volume-altered', volume(4)]], ({ file }) => writeFile(file(volume(4)), 'cut')],
  ]

  test.each(cases)('with %s: each is named', async (_, expected, tamper) => {
    const report = await storesAfter(tamper)
    expect(report.status).toBe('broken')
    expect(report.findings).toEqual(
      expected.map(([code, named]) => ({ code, what: expect.stringContaining(named) })),
    )
  })
})
