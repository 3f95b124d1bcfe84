import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { LifeboatError } from '../../../src/core/errors.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { BackupReference } from '../../../src/core/record.ts'
import type { StoreReader } from '../../../src/core/store.ts'
import { canonicalBytes, sha256Hex } from '../../../src/evidence/canonical.ts'
import { openGitBranch } from '../../../src/evidence/branch/git-branch.ts'
import { collectRecords, type Collected } from '../../../src/evidence/collect.ts'
import { openGitLedger, type EvidencePlace } from '../../../src/evidence/ledger/read-ledger.ts'
import { writeRecord } from '../../../src/evidence/write-record.ts'
import { testContext } from '../../support/context.ts'
import {
  backupRecord,
  drillRecord,
  idOf,
  manifestOf,
  restoreRecord,
  verificationRecord,
} from '../../support/evidence/records.ts'
import { evidenceBench, report, writeBackups, type EvidenceBench } from '../../support/evidence/repository.ts'

async function collect(bench: EvidenceBench, place: EvidencePlace = bench.place): Promise<Collected> {
  await using context = await testContext()
  return await collectRecords({
    stores: [await bench.store()],
    branch: await openGitBranch(place, context),
    context,
  })
}

function throwing(error: Error): never {
  throw error
}

describe('collect', () => {
  test('publishes every kind of record byte for byte, in one commit of a branch of its own', async () => {
    await using bench = await evidenceBench()
    const store = await bench.store()
    const records = [backupRecord(1), verificationRecord(2), drillRecord(3), restoreRecord(4)]
    for (const record of records) await writeRecord(store, record)

    const collected = await collect(bench)

    expect(collected).toMatchObject({ added: 4, sequence: 1, problems: [], commit: bench.branchHead() })
    expect(bench.git('rev-list', '--count', 'lifeboat-evidence')).toBe('1')
    expect(bench.git('ls-tree', '-r', '--name-only', 'lifeboat-evidence').split('\n')).toEqual([
      'reports/ledger/000001.json',
      ...records.map(({ id }) => `reports/records/2026/11/${id}.json`),
    ])
    for (const record of records) {
      const published = bench.git('show', `lifeboat-evidence:reports/records/2026/11/${record.id}.json`)
      expect(published).toBe(await readFile(join(bench.root, 'primary', KEYS.record(record.id)), 'utf8'))
    }
  })

  test('continues the chain, and commits nothing when there is nothing new', async () => {
    await using bench = await evidenceBench()
    await writeBackups(bench, 1, 2)
    const first = await collect(bench)
    await writeBackups(bench, 3, 3)
    const second = await collect(bench)
    const third = await collect(bench)

    expect(second).toMatchObject({ added: 1, sequence: 2 })
    expect(third).toEqual({ added: 0, problems: [] })
    expect(bench.branchHead()).toBe(second.commit)
    const batch = JSON.parse(bench.git('show', 'lifeboat-evidence:reports/ledger/000002.json')) as object
    expect(batch).toMatchObject({
      previous: first.head,
      entries: [{ id: idOf(3), kind: 'backup', target: 'orders' }],
    })
    expect(sha256Hex(bench.git('show', 'lifeboat-evidence:reports/ledger/000002.json'))).toBe(second.head)
    expect(await report(bench)).toMatchObject({
      status: 'consistent',
      recordCount: 3,
      batchCount: 2,
      findings: [],
    })
  })

  test('publishes the other stores where one cannot be read, and says which', async () => {
    await using bench = await evidenceBench()
    await writeBackups(bench, 1, 2)
    await using context = await testContext()
    const store = await bench.store()
    const error = new LifeboatError({ code: 'store-unreachable', what: 'connection refused', fix: 'wait' })
    const broken: StoreReader = { ...store, name: 'second', list: () => throwing(error) }
    const branch = await openGitBranch(bench.place, context)
    expect(await collectRecords({ stores: [broken, store], branch, context })).toMatchObject({
      added: 2,
      commit: bench.branchHead(),
      problems: [{ code: 'store-unreachable', what: expect.stringContaining('second'), fix: 'wait' }],
    })
  })

  test('leaves a dirty work tree and index as they are', async () => {
    await using bench = await evidenceBench()
    await writeFile(join(bench.directory, 'tracked.txt'), 'one\n')
    bench.git('add', 'tracked.txt')
    bench.git('commit', '-q', '-m', 'tracked')
    await writeFile(join(bench.directory, 'tracked.txt'), 'changed\n')
    await writeFile(join(bench.directory, 'staged.txt'), 'staged\n')
    await writeFile(join(bench.directory, 'untracked.txt'), 'untracked\n')
    bench.git('add', 'staged.txt')
    const index = await readFile(join(bench.directory, '.git/index'))
    const status = bench.git('--no-optional-locks', 'status', '--porcelain=v2', '--branch')
    await writeBackups(bench, 1, 3)

    await collect(bench)

    expect(await readFile(join(bench.directory, '.git/index'))).toEqual(index)
    expect(bench.git('--no-optional-locks', 'status', '--porcelain=v2', '--branch')).toBe(status)
    expect(await readFile(join(bench.directory, 'tracked.txt'), 'utf8')).toBe('changed\n')
  })

  test('runs no hook and applies no filter of the repository', async () => {
    await using bench = await evidenceBench()
    const hook = join(bench.directory, '.git/hooks/reference-transaction')
    await mkdir(join(bench.directory, '.git/hooks'), { recursive: true })
    await writeFile(hook, '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    await writeFile(join(bench.directory, '.gitattributes'), '* filter=spoil\n')
    await writeFile(join(bench.directory, '.git/info/attributes'), '* filter=spoil\n')
    await rm(hook, { force: true })
    bench.git('config', 'filter.spoil.clean', 'tr a-z A-Z')
    await writeFile(hook, '#!/bin/sh\nexit 1\n', { mode: 0o755 })
    await writeBackups(bench, 1, 1)

    expect(await collect(bench)).toMatchObject({ added: 1 })
    expect(await report(bench)).toMatchObject({ findings: [] })
  })

  test.each(['bare', 'subfolder', 'linked worktree'])('works from a %s', async (kind) => {
    await using bench = await evidenceBench(kind === 'bare' ? ['--bare'] : [])
    const directory = join(bench.directory, 'deep/er')
    if (kind === 'subfolder') await mkdir(directory, { recursive: true })
    if (kind === 'linked worktree') bench.git('worktree', 'add', '-q', '-b', 'side', directory)
    const place = { ...bench.place, ...(kind === 'bare' ? {} : { directory }) }
    await writeBackups(bench, 1, 2)

    expect(await collect(bench, place)).toMatchObject({ added: 2, commit: bench.branchHead() })
    expect(bench.git('ls-tree', '--name-only', 'lifeboat-evidence')).toBe('reports')
  })

  test('continues what a remote has published instead of beginning again', async () => {
    await using bench = await evidenceBench()
    await writeBackups(bench, 1, 1)
    const first = await collect(bench)
    const clone = join(bench.root, 'clone')
    bench.gitIn(
      bench.root,
      'clone',
      '-q',
      '--depth',
      '1',
      '--no-single-branch',
      `file://${bench.directory}`,
      clone,
    )
    await writeBackups(bench, 2, 2)

    const collected = await collect(bench, { ...bench.place, directory: clone })

    expect(collected).toMatchObject({ added: 1, sequence: 2 })
    expect(bench.gitIn(clone, 'rev-parse', 'lifeboat-evidence^')).toBe(first.commit)
  })

  test('refuses when the branch and its remote have parted', async () => {
    await using bench = await evidenceBench()
    await writeBackups(bench, 1, 1)
    await collect(bench)
    const clone = join(bench.root, 'clone')
    bench.gitIn(bench.root, 'clone', '-q', bench.directory, clone)
    await writeBackups(bench, 2, 2)
    await collect(bench, { ...bench.place, directory: clone })
    await writeBackups(bench, 3, 3)
    await collect(bench)
    bench.gitIn(clone, 'fetch', '-q', 'origin')

    await expect(collect(bench, { ...bench.place, directory: clone })).rejects.toMatchObject({
      code: 'ledger-broken',
    })
  })

  test('refuses a branch that a work tree has checked out', async () => {
    await using bench = await evidenceBench()
    await writeBackups(bench, 1, 1)
    const main = { ...bench.place, branch: 'main' }
    const before = bench.git('rev-parse', 'main')

    await expect(collect(bench, main)).rejects.toMatchObject({ code: 'busy', exitCode: 6 })
    expect(bench.git('rev-parse', 'main')).toBe(before)
  })

  test('refuses to build on a broken ledger', async () => {
    await using bench = await evidenceBench()
    await writeBackups(bench, 1, 1)
    await collect(bench)
    const tree = join(bench.root, 'tree')
    bench.git('worktree', 'add', '-q', tree, 'lifeboat-evidence')
    bench.gitIn(tree, 'mv', 'reports/ledger/000001.json', 'reports/ledger/000002.json')
    bench.gitIn(tree, 'commit', '-q', '-m', 'tamper')
    bench.git('worktree', 'remove', tree)
    await writeBackups(bench, 2, 2)

    await expect(collect(bench)).rejects.toMatchObject({ code: 'ledger-broken', exitCode: 4 })
  })
})

describe('a store with bad records', () => {
  test('has its good ones published and the bad ones named', async () => {
    await using bench = await evidenceBench()
    const store = await bench.store()
    await writeBackups(bench, 1, 1)
    const put = (key: string, content: Uint8Array | string) => store.put(key, Buffer.from(content))
    await put(KEYS.record(idOf(2)), '{"format":"lifeboat-record/1"}')
    await put(KEYS.record(idOf(3)), canonicalBytes(backupRecord(1)))
    await put(KEYS.record(idOf(4)), JSON.stringify(backupRecord(4), undefined, 1))
    await put('evidence/2026/11/notes.txt', 'hello')
    await put(KEYS.record(idOf(5)).replace('/11/', '/12/'), canonicalBytes(backupRecord(5)))

    const { added, problems } = await collect(bench)

    expect(added).toBe(1)
    expect(problems.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => 'record-altered'))
    const named = problems.map(({ what }) => what).join('\n')
    for (const name of [idOf(2), idOf(3), idOf(4), idOf(5), 'notes.txt']) expect(named).toContain(name)
    expect((await collect(bench)).problems).toHaveLength(5)
  })

  test('has forged backup records named and the rest published', async () => {
    await using bench = await evidenceBench()
    const store = await bench.store()
    await writeBackups(bench, 1, 4)
    for (const index of [1, 3]) await store.put(KEYS.manifest('orders', idOf(index)), manifestOf(index))
    await store.put(KEYS.manifest('orders', idOf(2)), manifestOf(9))
    const forge = async (index: number, changes: object): Promise<void> => {
      const backup = { ...backupRecord(1).backup, ...changes } as BackupReference
      await writeRecord(store, { ...backupRecord(index), backup })
    }
    await forge(5, { manifestSha256: sha256Hex('forged') })
    await forge(6, { id: idOf(6) })
    await forge(7, { id: idOf(7), manifestKey: KEYS.manifest('other', idOf(7)) })

    const { added, problems } = await collect(bench)

    expect(problems.map(({ what }) => what)).toEqual([
      expect.stringMatching(new RegExp(`${idOf(2)}.* vouches for another manifest`)),
      expect.stringMatching(new RegExp(`${idOf(5)}.* speaks of backup ${idOf(1)}`)),
      expect.stringMatching(new RegExp(`${idOf(6)}.* speaks of manifests/orders/${idOf(1)}`)),
      expect.stringMatching(new RegExp(`${idOf(7)}.* speaks of manifests/other`)),
    ])
    await using context = await testContext()
    const ledger = await openGitLedger(bench.place, context)
    expect([added, ...(ledger?.entries.keys() ?? [])]).toEqual([3, idOf(1), idOf(3), idOf(4)])
  })

  test('is caught when a record differs in size from the published one', async () => {
    await using bench = await evidenceBench()
    await writeBackups(bench, 1, 1)
    await collect(bench)
    const altered = canonicalBytes({ ...backupRecord(1), project: 'another' })
    await writeFile(join(bench.root, 'primary', KEYS.record(idOf(1))), altered)

    expect(await collect(bench)).toEqual({
      added: 0,
      problems: [{ code: 'record-altered', what: expect.stringContaining('differs from the published one') }],
    })
  })

  test('and another with a different record of the same id: neither is published', async () => {
    await using bench = await evidenceBench()
    await using context = await testContext()
    const [first, second] = [await bench.store(), await bench.store('offsite')]
    await writeRecord(first, backupRecord(1))
    await writeRecord(first, backupRecord(2))
    await writeRecord(second, { ...backupRecord(1), project: 'forged' })
    await writeRecord(second, backupRecord(2))

    const collected = await collectRecords({
      stores: [first, second],
      branch: await openGitBranch(bench.place, context),
      context,
    })

    expect(collected).toMatchObject({ added: 1, problems: [{ what: expect.stringContaining(idOf(1)) }] })
    const ledger = await openGitLedger(bench.place, context)
    expect([...(ledger?.entries.keys() ?? [])]).toEqual([idOf(2)])
  })
})
