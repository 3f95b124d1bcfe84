import { afterAll, beforeAll, expect, test } from 'vitest'
import { LifeboatError } from '../../../src/core/errors.ts'
import type { DrillRecord } from '../../../src/core/record.ts'
import type { StoreWriter } from '../../../src/core/store.ts'
import { isUnwritten } from '../../../src/evidence/undelivered-record.ts'
import { runGroupDrill } from '../../../src/groups/drill-group.ts'
import { openGroupBench, RULE, type GroupBench } from '../../support/groups/group-bench.ts'

let bench: GroupBench

beforeAll(async () => {
  bench = await openGroupBench()
  await bench.backUp('search')
  await bench.source.sql('shop', 'insert into orders select 1000, 1, now()')
  await bench.backUp('shop')
})
afterAll(() => bench[Symbol.asyncDispose]())

test('members are restored side by side, reconciled at the earliest instant, and proven together', async () => {
  const job = await bench.job()
  const { record, members } = await runGroupDrill(job)
  expect(bench.events.filter(({ event }) => event === 'failure')).toEqual([])
  expect(members.map(({ target, grade, proven }) => ({ target, grade, proven }))).toEqual([
    { target: 'search', grade: 7, proven: true },
    { target: 'shop', grade: 7, proven: true },
  ])
  expect(record).toMatchObject({
    kind: 'groupDrill',
    target: 'platform',
    engine: 'group',
    outcome: 'succeeded',
    proven: true,
    reconciliation: [
      {
        name: 'every order is found',
        result: 'passed',
        truth: { target: 'shop', count: 200 },
        derived: { target: 'search', count: 200 },
        missing: 0,
        orphaned: 0,
        samples: { missing: [], orphaned: [] },
      },
    ],
    verdicts: { rto: 'met', reconciliation: 'met', integrity: 'met', overall: 'met' },
    rta: { objectiveMs: 900_000 },
  })
  expect(record.reconciliation[0]?.truth.keyedDigest).toBe(record.reconciliation[0]?.derived.keyedDigest)
  expectSkew(members, record.instants)
  // From the first member's start: longer than both restores together.
  const restored = members.reduce((sum, { rta }) => sum + (rta?.measuredMs ?? 0), 0)
  expect(record.rta?.measuredMs).toBeGreaterThanOrEqual(restored)
  for (const member of members) {
    expect(member.group).toEqual({ name: 'platform', record: record.id })
    expect(member.sandbox?.destroyed).toBe(true)
    expect(member.checks.map(({ name }) => name)).toContain('reconcile: every order is found')
  }
})

function expectSkew(
  members: readonly DrillRecord[],
  instants: { earliestAt: string; latestAt: string; skewMs: number } | undefined,
): void {
  const [search, shop] = members.map(({ consistency }) => consistency)
  expect(instants?.earliestAt).toBe(search?.fromAt)
  expect(instants?.latestAt).toBe(shop?.toAt)
  expect(instants?.skewMs).toBe(Date.parse(shop?.toAt ?? '') - Date.parse(search?.fromAt ?? ''))
  expect(instants?.skewMs).toBeGreaterThan(0)
}

/** The store, as long as nobody writes the record of a group. */
function withoutRoom(store: StoreWriter): StoreWriter {
  const put: StoreWriter['put'] = async (key, content) => {
    if (!Buffer.from(content).includes('"kind":"groupDrill"')) return store.put(key, content)
    throw new LifeboatError({ code: 'store-full', what: 'the store is full' })
  }
  return new Proxy(store, {
    get: (_, name) => {
      if (name === 'put') return put
      const value: unknown = Reflect.get(store, name)
      return typeof value === 'function' ? (value.bind(store) as unknown) : value
    },
  })
}

test('a record of the group that no store takes: what was found is told, and that it is kept nowhere', async () => {
  const job = await bench.job()
  const members = job.members.map((member) => ({ ...member, store: withoutRoom(member.store) }))
  const drilled = await runGroupDrill({ ...job, members })
  expect(drilled.undelivered).toMatchObject({ code: 'evidence-undelivered' })
  expect(drilled.record).toMatchObject({ proven: true, reconciliation: [{ result: 'passed' }] })
  expect(isUnwritten(drilled.record)).toBe(true)
  expect(drilled.members.map(({ proven }) => proven)).toEqual([true, true])
})

test('a key that one side lacks fails the group and not the members, and is told without the key', async () => {
  const rules = [{ ...RULE, truth: { target: 'shop', keys: 'select id::text from orders' } }]
  const { record, members } = await runGroupDrill(await bench.job({ rules }))
  expect(members.map(({ outcome, grade }) => ({ outcome, grade }))).toEqual([
    { outcome: 'succeeded', grade: 6 },
    { outcome: 'succeeded', grade: 6 },
  ])
  expect(record).toMatchObject({
    outcome: 'failed',
    error: { code: 'content-different' },
    proven: false,
    reconciliation: [{ result: 'failed', missing: 1, orphaned: 0 }],
    verdicts: { rto: 'notMeasured', reconciliation: 'breached', integrity: 'met', overall: 'breached' },
  })
  expect(record.rta).toBeUndefined()
  expect(record.reconciliation[0]?.samples?.missing).toHaveLength(1)
  expect(JSON.stringify([record, members])).not.toContain('"1000"')
})
