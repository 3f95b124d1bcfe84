import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { GroupDrillRecord } from '../../../src/core/group-record.ts'
import { writeRecord } from '../../../src/evidence/write-record.ts'
import { groupStatus } from '../../../src/status/group-status.ts'
import { openStore } from '../../../src/stores/filesystem/index.ts'
import { groupDrill } from '../../support/compliance/scene.ts'

const NOW = new Date('2026-11-02T00:00:00Z')

const good = groupDrill({ target: 'platform', start: '11-01 10:00', rtaMs: 90 })
const bad = groupDrill({
  target: 'platform',
  start: '11-01 11:00',
  error: { outcome: 'failed', code: 'content-different' },
  verdicts: { rto: 'notMeasured', reconciliation: 'breached', overall: 'breached' },
})
const open = groupDrill({
  target: 'platform',
  start: '11-01 11:30',
  error: { outcome: 'failed', code: 'finding-open' },
  verdicts: { reconciliation: 'notMeasured', overall: 'notMeasured' },
})
const unrun = groupDrill({
  target: 'platform',
  start: '11-01 12:00',
  error: { outcome: 'couldNotRun', code: 'sandbox-unavailable' },
  verdicts: {
    rto: 'notMeasured',
    reconciliation: 'notMeasured',
    integrity: 'notMeasured',
    overall: 'notMeasured',
  },
})

function failed(code: string): GroupDrillRecord {
  return groupDrill({
    target: 'platform',
    start: '11-01 12:30',
    rtaMs: 90,
    error: { outcome: 'failed', code },
    verdicts: { integrity: 'notMeasured' },
  })
}

async function temporary(): Promise<AsyncDisposable & { readonly path: string }> {
  const path = await mkdtemp(join(tmpdir(), 'group-status-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

async function statusOf(...records: readonly GroupDrillRecord[]): Promise<object> {
  await using root = await temporary()
  const store = await openStore({ type: 'filesystem', path: join(root.path, 'store') }, { name: 'primary' })
  for (const record of records) await writeRecord(store, record)
  const group = { name: 'platform', targets: ['events', 'orders'], rtoMs: 100, reconcile: [] }
  const { drill, exitCode } = await groupStatus(group, {
    store,
    now: NOW,
    warn: (sentence) => expect.unreachable(sentence),
  })
  return { id: drill?.id, exitCode }
}

test('what a drill of the group found stands until another one could judge it', async () => {
  expect(await statusOf(good)).toEqual({ id: good.id, exitCode: 0 })
  expect(await statusOf(good, bad)).toEqual({ id: bad.id, exitCode: 4 })
  expect(await statusOf(good, bad, unrun)).toEqual({ id: bad.id, exitCode: 4 })
  expect(await statusOf(unrun)).toEqual({ id: unrun.id, exitCode: 0 })
})

test('a drill that found nothing wrong and proved nothing is an open finding, and takes nothing back', async () => {
  expect(await statusOf(good, open)).toEqual({ id: open.id, exitCode: 5 })
  expect(await statusOf(open, unrun)).toEqual({ id: open.id, exitCode: 5 })
  expect(await statusOf(bad, open)).toEqual({ id: bad.id, exitCode: 4 })
  const proven = groupDrill({ target: 'platform', start: '11-01 11:20', rtaMs: 90 })
  expect(await statusOf(bad, proven, open)).toEqual({ id: open.id, exitCode: 5 })
})

test('what failed is bad also where no verdict says so, and what came late is judged by the objective of today', async () => {
  expect(await statusOf(good, failed('manifest-absent'))).toMatchObject({ exitCode: 4 })
  expect(await statusOf(bad, failed('objective-breached'))).toMatchObject({ exitCode: 0 })
})

test('a comparison that notices nothing says nothing about the group', async () => {
  const blind = groupDrill({
    target: 'platform',
    start: '11-01 12:30',
    error: { outcome: 'failed', code: 'drill-invalid' },
    verdicts: { integrity: 'notComparable', overall: 'notComparable' },
  })
  expect(await statusOf(good, blind)).toEqual({ id: good.id, exitCode: 0 })
  expect(await statusOf(bad, blind)).toEqual({ id: bad.id, exitCode: 4 })
})
