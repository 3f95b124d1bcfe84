import { buffer } from 'node:stream/consumers'
import { describe, expect, test } from 'vitest'
import { listBackups } from '../../../src/backup/catalog.ts'
import { encodeManifest } from '../../../src/backup/manifest.ts'
import { newId } from '../../../src/core/identifiers.ts'
import { KEYS, type Manifest } from '../../../src/core/manifest.ts'
import type { BackupRecord } from '../../../src/core/record.ts'
import { canonicalBytes } from '../../../src/evidence/canonical.ts'
import { lookAtBackup } from '../../../src/status/look-at-backup.ts'
import { targetStatus } from '../../../src/status/target-status.ts'
import { drillRecord } from '../../support/evidence/records.ts'
import { openTreeBench, type TreeBench } from '../../support/tree-bench.ts'

/** Its base's record is gone, as where somebody forged that base. */
async function forged(bench: TreeBench): Promise<{ readonly base: string; readonly increment: string }> {
  const base = await bench.backUp()
  const increment = await bench.backUp({ incremental: true })
  await bench.store.remove(KEYS.record(base.id))
  return { base: base.id, increment: increment.id }
}

/** The record of a drill that proved it. */
async function putProof(bench: TreeBench, { project, engine, backup }: BackupRecord): Promise<void> {
  const now = new Date()
  const at = now.toISOString()
  const id = newId({ now: () => now, monotonicMs: () => 0 }, { bytes: (count) => Buffer.alloc(count, 7) })
  const drill = {
    ...drillRecord(1),
    id,
    target: 'books',
    project,
    engine,
    startedAt: at,
    finishedAt: at,
    backup,
  }
  await bench.store.put(KEYS.record(id), canonicalBytes(drill))
}

describe('an increment whose base no record vouches for', () => {
  test('is vouched for by none: a verification says so', async () => {
    await using bench = await openTreeBench()
    const { base, increment } = await forged(bench)
    const record = await bench.verify()
    expect(record).toMatchObject({ anchor: 'none', error: { code: 'backup-unanchored' } })
    expect(record.error?.message).toContain(`backup ${increment} is based on ${base}`)
    expect(record.grade).toBeUndefined()
    expect((await bench.verify(base)).error?.code).toBe('backup-unanchored')
  })

  test('counts as unanchored', async () => {
    await using bench = await openTreeBench()
    const { base, increment } = await forged(bench)
    const entry = (await listBackups(bench.store, 'books')).at(-1)!
    const sources = { store: bench.store, now: new Date(), warn: () => undefined }
    expect(await targetStatus(bench.job.target, sources)).toMatchObject({
      exitCode: 5,
      findings: [{ backup: increment, what: expect.stringContaining(`is based on ${base}, and no record`) }],
    })
    expect(await lookAtBackup({ store: bench.store }, entry)).toMatchObject({
      anchor: 'none',
      unvouched: base,
    })
    expect(entry.id).toBe(increment)
  })

  test('is not proven any more, though a drill has proven it', async () => {
    await using bench = await openTreeBench()
    const base = await bench.backUp()
    const increment = await bench.backUp({ incremental: true })
    await putProof(bench, increment)
    const sources = { store: bench.store, now: new Date(Date.now() + 2000), warn: () => undefined }
    expect((await targetStatus(bench.job.target, sources)).proven?.id).toBe(increment.id)
    await bench.store.remove(KEYS.record(base.id))
    const status = await targetStatus(bench.job.target, sources)
    expect(status.claimed?.id).toBe(increment.id)
    expect(status.proven).toBeUndefined()
  })

  test('is no base itself: the next backup is a full one', async () => {
    await using bench = await openTreeBench()
    await forged(bench)
    const next = await bench.backUp({ incremental: true })
    expect(next.error).toBeUndefined()
    expect((await bench.treeOf(next.id)).bases).toEqual([])
    expect(next.limitations.join('\n')).toContain('no record vouches for it. Verify it.')
  })

  test('nor where the manifest of its base lost its tree', async () => {
    await using bench = await openTreeBench()
    const { base } = await forged(bench)
    const key = KEYS.manifest('books', base)
    const read = JSON.parse((await buffer(await bench.store.read(key))).toString()) as Manifest
    const { delegated: _lost, ...manifest } = read
    await bench.store.remove(key)
    await bench.store.put(key, encodeManifest(manifest))
    const next = await bench.backUp({ incremental: true })
    expect(next.error).toBeUndefined()
    expect((await bench.treeOf(next.id)).bases).toEqual([])
  })
})
