import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Policy } from '../../../src/core/target.ts'
import type { DrillRecord } from '../../../src/core/record.ts'
import { runDrill } from '../../../src/drill/drill.ts'
import { drillPlan, openDrillBench, type DrillBench } from '../../support/drill-bench.ts'

let bench: DrillBench

beforeAll(async () => {
  bench = await openDrillBench()
})
afterAll(() => bench[Symbol.asyncDispose]())

async function drill(
  queries: readonly string[],
  disclosure: Policy['disclosure'] = 'full',
): Promise<{ readonly record: DrillRecord; readonly details: readonly string[]; readonly told: string }> {
  const told: object[] = []
  const checks = { shop: queries.map((query, index) => ({ name: `check ${index + 1}`, query, expect: 1 })) }
  const plan = drillPlan({ provider: 'process', checks })
  const job = await bench.job({ plan }, { reporter: { report: (event) => void told.push(event) } })
  const record = await runDrill({ ...job, policy: { ...job.policy, disclosure } })
  expect(record).toMatchObject({
    proven: false,
    comparison: { schemaEqual: true },
    sandbox: { destroyed: true },
  })
  const details = record.checks.filter(({ name }) => name.startsWith('check ')).map(({ detail }) => detail)
  return { record, details, told: JSON.stringify(told) }
}

test.each([
  ['selec 1', '42601', 'syntax'],
  ['select id, count(*) from orders', '42803', 'group'],
  ['delete from orders', '25006', 'write'],
])('a check whose own query is wrong says nothing of the copy: %s', async (query, state, word) => {
  const { record, details, told } = await drill([query, 'select 1'])
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'plan-invalid' },
    verdicts: { integrity: 'notComparable' },
  })
  expect(details[0]).toMatch(new RegExp(`^SQLSTATE ${state}: .*${word}`))
  expect(details[1]).toMatch(/^expected/)
  expect(told).toContain(`SQLSTATE ${state}`)
})

test.each([
  ['select count(*) from wombats', '42P01', 'table'],
  ['select wombat from orders', '42703', 'column'],
  ["select 'wombat'::int", '22P02', 'value'],
])(
  'a check that cannot be asked because the copy may lack something fails it: %s',
  async (query, state, word) => {
    const { record, details, told } = await drill([query, 'selec 1'])
    expect(record).toMatchObject({ outcome: 'failed', error: { code: 'content-different' } })
    expect(details[0]).toMatch(new RegExp(`^SQLSTATE ${state}: .*${word}`))
    expect(JSON.stringify(record) + told).not.toContain('wombat')
  },
)

test('a record that discloses less holds the SQLSTATE, and the terminal the sentence', async () => {
  const { details, told } = await drill(['select count(*) from wombats', 'select 2'], 'pseudonymous')
  expect(details).toEqual(['SQLSTATE 42P01', '(withheld)'])
  expect(told).toMatch(/SQLSTATE 42P01: [^"]*table/)
})
