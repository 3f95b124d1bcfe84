import { describe, expect, test } from 'vitest'
import { newId } from '../../../src/core/identifiers.ts'
import { KEYS } from '../../../src/core/manifest.ts'
import type { VerificationRecord } from '../../../src/core/record.ts'
import { canonicalBytes } from '../../../src/evidence/canonical.ts'
import { writeRecord } from '../../../src/evidence/write-record.ts'
import { targetStatus } from '../../../src/status/target-status.ts'
import { METADATA } from '../../support/engines/tree-server/index.ts'
import { goodVerdicts } from '../../support/evidence/good-verdicts.ts'
import { ledgerOf } from '../../support/evidence/ledger-of.ts'
import { restoreRecord } from '../../support/evidence/records.ts'
import { keysOf } from '../../support/keys-of.ts'
import { openTreeBench, type TreeBench } from '../../support/tree-bench.ts'

/** Of a backup that was found bad; its record is taken away. */
async function withVerdict(bench: TreeBench): Promise<VerificationRecord> {
  const first = await bench.backUp()
  await bench.replace(`${(await bench.treeOf(first.id)).prefix}${METADATA}`, (content) =>
    Buffer.from(content.map((byte) => byte ^ 1)),
  )
  const verdict = await bench.verify(first.id)
  expect(verdict.error?.code).toBe('volume-altered')
  await bench.store.remove(KEYS.record(verdict.id))
  return verdict
}

describe('a verdict on the newest backup', () => {
  test('that cannot be read makes a full backup, which says so', async () => {
    await using bench = await openTreeBench()
    const { id } = await withVerdict(bench)
    await bench.store.put(KEYS.record(id), Buffer.from('{"cut'))
    const next = await bench.backUp({ incremental: true })
    expect((await bench.treeOf(next.id)).bases).toEqual([])
    expect(next.limitations.join('\n')).toContain('not all that was said of it can be read')
  })

  test('from a machine whose clock is ahead counts', async () => {
    await using bench = await openTreeBench()
    const verdict = await withVerdict(bench)
    const later = new Date(Date.now() + 30_000)
    const id = newId({ now: () => later, monotonicMs: () => 0 }, { bytes: (count) => Buffer.alloc(count, 7) })
    const at = later.toISOString()
    const record = canonicalBytes({ ...verdict, id, startedAt: at, finishedAt: at })
    await bench.store.put(KEYS.record(id), record)
    const next = await bench.backUp({ incremental: true })
    expect((await bench.treeOf(next.id)).bases).toEqual([])
  })

  test('counts, however many on others were published after it', async () => {
    await using bench = await openTreeBench()
    const verdict = await withVerdict(bench)
    const ledger = ledgerOf([verdict, ...goodVerdicts(verdict, 250)])
    const next = await bench.backUp({ incremental: true }, { ledger })
    expect((await bench.treeOf(next.id)).bases).toEqual([])
    expect(next.limitations.join('\n')).toContain('was found bad')
  })

  test('by a restore counts as one by a verification does', async () => {
    await using bench = await openTreeBench()
    const { checks: _none, ...verdict } = await withVerdict(bench)
    const { id, project, engine, target, startedAt, finishedAt, backup, outcome, error } = verdict
    const said = { id, project, engine, target, startedAt, finishedAt, backup, outcome, error }
    await bench.store.put(KEYS.record(id), canonicalBytes({ ...restoreRecord(1), ...said }))
    const sources = { store: bench.store, now: new Date(Date.now() + 2000), warn: () => undefined }
    const status = await targetStatus(bench.job.target, sources)
    expect(status).toMatchObject({
      exitCode: 4,
      findings: [{ what: expect.stringContaining(`restore ${id}`) }],
    })
    const next = await bench.backUp({ incremental: true })
    expect((await bench.treeOf(next.id)).bases).toEqual([])
  })
})

test('an object that is gone from further down the chain makes a full backup', async () => {
  await using bench = await openTreeBench()
  const first = await bench.backUp()
  const second = await bench.backUp({ incremental: true })
  expect((await bench.treeOf(second.id)).bases).toEqual([first.id])
  const { prefix } = await bench.treeOf(first.id)
  await bench.store.remove((await keysOf(bench.store, prefix))[0] ?? '')
  const next = await bench.backUp({ incremental: true })
  expect((await bench.treeOf(next.id)).bases).toEqual([])
  expect(next.limitations.join('\n')).toContain(`Nothing is based on backup ${second.id}`)
})

test('many records that are not published do not stand in the way of an increment', async () => {
  await using bench = await openTreeBench()
  const first = await bench.backUp()
  const verdict = await bench.verify(first.id)
  await Promise.all(goodVerdicts(verdict, 501).map((record) => writeRecord(bench.store, record)))
  const next = await bench.backUp({ incremental: true })
  expect((await bench.treeOf(next.id)).bases).toEqual([first.id])
})
