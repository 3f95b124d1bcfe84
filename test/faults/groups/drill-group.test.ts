import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { LifeboatError } from '../../../src/core/errors.ts'
import type { Machine } from '../../../src/core/machine.ts'
import type { ReconcileRule } from '../../../src/core/reconcile.ts'
import { runGroupDrill, type GroupDrillJob } from '../../../src/groups/drill-group.ts'
import { openGroupBench, RULE, type GroupBench } from '../../support/groups/group-bench.ts'
import { heldByProcesses, sandboxLeftovers } from '../../support/sandbox-leftovers.ts'

let bench: GroupBench

beforeAll(async () => {
  bench = await openGroupBench()
  await bench.backUp('search')
  await bench.backUp('shop')
})
afterAll(() => bench[Symbol.asyncDispose]())

/** The rule with another question on the side of the truth. */
function asking(keys: string): ReconcileRule {
  return { ...RULE, truth: { target: 'shop', keys } }
}

test('questions that fail: a table that is not there fails the copy, a wrong query only proves nothing', async () => {
  const rules = [
    RULE,
    asking('select id::text from no_such_table'),
    asking('selekt id from orders'),
    asking('select id::text, customer::text from orders'),
    asking('select null::text from orders'),
    asking("select id::text from orders where note = 'x'"),
    asking('with gone as (delete from orders returning id) select id::text from gone'),
    {
      ...asking('select id::text from orders where false'),
      derived: { target: 'search', keys: 'select 1 where false' },
    },
  ]
  const { record, members } = await runGroupDrill(await bench.job({ rules }))
  expect(record.reconciliation.map(({ result, error }) => [result, error])).toEqual([
    ['passed', undefined],
    ['failed', 'content-different'],
    ['notRun', 'plan-invalid'],
    ['notRun', 'plan-invalid'],
    ['notRun', 'plan-invalid'],
    ['failed', 'content-different'],
    ['notRun', 'plan-invalid'],
    ['failed', undefined],
  ])
  expect(record).toMatchObject({
    outcome: 'failed',
    error: { code: 'content-different' },
    proven: false,
    verdicts: { reconciliation: 'breached', rto: 'notMeasured' },
  })
  expect(members.map(({ proven, grade }) => ({ proven, grade }))).toEqual([
    { proven: true, grade: 6 },
    { proven: true, grade: 6 },
  ])
})

test('a question that is wrong is no verdict on any copy, and nothing is proven', async () => {
  const { record } = await runGroupDrill(await bench.job({ rules: [asking('selekt 1')] }))
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'plan-invalid' },
    proven: false,
    verdicts: { reconciliation: 'notMeasured', integrity: 'met', overall: 'notMeasured' },
  })
})

test('a backup that is not there is not drilled, nor is another one instead of it', async () => {
  const { record, members } = await runGroupDrill(await bench.job({ selector: '2020-01-01T00:00:00Z' }))
  expect(members).toEqual([])
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'backup-unknown' },
    proven: false,
    verdicts: { reconciliation: 'notMeasured', integrity: 'notMeasured' },
  })
})

test('a sandbox that dies during reconciliation: could not run, and no copy is called bad', async () => {
  const machines: Machine[] = []
  const seams: GroupDrillJob['seams'] = {
    member: { opened: async (machine) => void machines.push(machine) },
    restored: async () => machines[0]?.stopServer('SIGINT'),
  }
  const { record, members } = await runGroupDrill(await bench.job({ seams }))
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'server-unreachable' },
    proven: false,
    reconciliation: [{ result: 'notRun', error: 'server-unreachable' }],
    verdicts: { reconciliation: 'notMeasured' },
  })
  expect(members.map(({ target, outcome, proven }) => ({ target, outcome, proven }))).toEqual([
    { target: 'search', outcome: 'couldNotRun', proven: false },
    { target: 'shop', outcome: 'succeeded', proven: true },
  ])
  for (const runId of bench.runIds) expect(await sandboxLeftovers(runId)).toEqual([])
})

test('cancelled during reconciliation: every member is, and no sandbox and no key is left', async () => {
  const stop = new AbortController()
  const held = await Promise.all(bench.runIds.map(heldByProcesses))
  const seams: GroupDrillJob['seams'] = {
    restored: async () => {
      for (const runId of bench.runIds.slice(-2)) held.push(await heldByProcesses(runId))
      stop.abort(new LifeboatError({ code: 'cancelled', what: 'cancelled by SIGINT' }))
    },
  }
  const job = await bench.job({ seams, context: { signal: stop.signal } })
  const { record, members } = await runGroupDrill(job)
  expect(record).toMatchObject({ outcome: 'cancelled', proven: false, reconciliation: [] })
  expect(members.map(({ outcome, sandbox }) => [outcome, sandbox?.destroyed])).toEqual([
    ['cancelled', true],
    ['cancelled', true],
  ])
  expect(held.flat()).toHaveLength(2)
  for (const runId of bench.runIds) expect(await sandboxLeftovers(runId, held.flat())).toEqual([])
  const { workDir } = job.members[0]!.context
  expect((await readdir(workDir)).filter((name) => name.startsWith('reconcile'))).toEqual([])
})

test('a member whose copy is damaged: its drill fails, the others go on, the group is not proven', async () => {
  const { id } = (await bench.backUp('search')).backup!
  for await (const { key } of bench.store.list(`data/search/${id}/`)) {
    await bench.store.remove(key)
    await bench.store.put(key, Buffer.from('something else'))
  }
  await bench.backUp('shop')
  const { record, members } = await runGroupDrill(await bench.job())
  expect(members.map(({ target, outcome, error }) => [target, outcome, error?.code])).toEqual([
    ['search', 'failed', 'volume-altered'],
    ['shop', 'succeeded', undefined],
  ])
  expect(record).toMatchObject({
    outcome: 'failed',
    error: { code: 'volume-altered' },
    proven: false,
    reconciliation: [{ result: 'notRun', error: 'volume-altered' }],
    verdicts: { rto: 'notMeasured', reconciliation: 'notMeasured', integrity: 'breached' },
  })
  expect(record.instants).toBeUndefined()
})

test('a member without a backup: the others are drilled, and the group is not proven', async () => {
  for await (const { key } of bench.store.list('manifests/search/')) await bench.store.remove(key)
  const { record, members } = await runGroupDrill(await bench.job())
  expect(members.map(({ target, outcome }) => [target, outcome])).toEqual([
    ['search', 'failed'],
    ['shop', 'succeeded'],
  ])
  expect(record).toMatchObject({ proven: false, error: { code: 'manifest-absent' } })
})
