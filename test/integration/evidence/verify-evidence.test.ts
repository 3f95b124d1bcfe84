import { execFileSync } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, afterAll, describe, expect, test } from 'vitest'
import { canonicalBytes, sha256Hex } from '../../../src/evidence/canonical.ts'
import { ledgerPath, recordPath } from '../../../src/evidence/ledger/paths.ts'
import type { LedgerBatch } from '../../../src/evidence/schema/ledger-schema.ts'
import type { EvidenceReport } from '../../../src/evidence/verify-evidence.ts'
import { published, verify } from '../../support/evidence/published.ts'
import { backupRecord, idOf } from '../../support/evidence/records.ts'
import type { EvidenceBench } from '../../support/evidence/repository.ts'

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
    collectedBy: '20261121T030000Z-collect1',
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
