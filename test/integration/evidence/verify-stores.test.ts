import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { KEYS } from '../../../src/core/manifest.ts'
import type { StoreAdmin } from '../../../src/core/store.ts'
import { canonicalBytes, sha256Hex } from '../../../src/evidence/canonical.ts'
import type { EvidenceReport } from '../../../src/evidence/verify-evidence.ts'
import { writeRecord } from '../../../src/evidence/write-record.ts'
import { published, verify } from '../../support/evidence/published.ts'
import {
  backupRecord,
  idOf,
  manifestOf,
  verificationRecord,
  writeBackupFiles,
} from '../../support/evidence/records.ts'

interface Tampered {
  readonly store: StoreAdmin
  /** Where an object lies. */
  readonly file: (key: string) => string
}

/** A published fleet of four backups, whole in its store, and then what `tamper` does to it. */
async function storesAfter(tamper: (place: Tampered) => Promise<void>): Promise<EvidenceReport> {
  await using own = (await published()).bench
  const store = await own.store()
  for (const index of [1, 2, 3, 4]) await writeBackupFiles(store, index)
  await tamper({ store, file: (key) => join(store.location, key) })
  return await verify({ source: own.place, stores: [store] })
}

const manifest = (index: number): string => KEYS.manifest('orders', idOf(index))
const record = (index: number): string => KEYS.record(idOf(index))
const volume = (index: number): string => KEYS.volume('orders', idOf(index), { part: 0, volume: 1 })

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
    'a manifest removed whose record is not published yet, though a newer one is there',
    [['manifest-absent', manifest(5)]],
    async ({ store }) => {
      for (const index of [5, 6]) {
        await writeBackupFiles(store, index)
        await writeRecord(store, backupRecord(index))
      }
      await store.remove(manifest(5))
    },
  ],
  [
    'all volumes removed',
    [1, 2, 3, 4].map((index) => ['volume-absent', `2 of 2 volumes of backup ${idOf(index)}`]),
    ({ file }) => rm(file('data'), { recursive: true }),
  ],
  ['a volume cut', [['volume-altered', volume(4)]], ({ file }) => writeFile(file(volume(4)), 'cut')],
]

describe('stores', () => {
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

  test.each(cases)('with %s: each is named', async (_, expected, tamper) => {
    const report = await storesAfter(tamper)
    expect(report.status).toBe('broken')
    expect(report.findings).toEqual(
      expected.map(([code, named]) => ({ code, what: expect.stringContaining(named) })),
    )
  })
})
