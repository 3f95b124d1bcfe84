import { Client } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { describeDrill } from '../../../src/cli/output/describe-drill.ts'
import { runDrill } from '../../../src/drill/drill.ts'
import type { PostgresConnection } from '../../../src/engines/postgres/connection.ts'
import { drillPlan, openDrillBench, type DrillBench } from '../../support/drill-bench.ts'

let bench: DrillBench

beforeAll(async () => {
  bench = await openDrillBench()
  await bench.source.sql(
    'shop',
    `create schema "Odd.Name";
     create table "Odd.Name"."Links ""x""" (customer bigint, tag text, "some column" int);
     insert into "Odd.Name"."Links ""x""" values (1, 'a', 1), (1, 'a', 2), (2, 'a', null), (9999, 'b', 3), (null, 'b', 4);`,
  )
  await bench.backUp()
})
afterAll(() => bench[Symbol.asyncDispose]())

const LINKS = '"Odd.Name"."Links ""x"""'
const CUSTOMERS = { dataset: 'customers', columns: ['id'] }

test('rules that hold make the drill prove more, and rules that do not fail it, each with its number', async () => {
  const integrity = {
    shop: [
      { rule: 'notNull', dataset: 'public.customers', columns: ['id', 'name'] },
      { rule: 'notNull', dataset: 'public.customers', columns: ['note'] },
      { rule: 'notNull', dataset: LINKS, columns: ['customer', 'some column'] },
      { rule: 'references', dataset: 'public.orders', columns: ['customer'], to: CUSTOMERS },
      { rule: 'references', dataset: LINKS, columns: ['customer'], to: CUSTOMERS },
      { rule: 'unique', dataset: 'public.orders', columns: ['id'] },
      { rule: 'unique', dataset: LINKS, columns: ['customer', 'tag'] },
      { rule: 'count', dataset: 'public.orders', expect: { between: [2000, 2000] } },
      { rule: 'count', dataset: 'public.orders', expect: { '>': 2000 } },
      { rule: 'count', dataset: 'public.lost', expect: 0 },
      { rule: 'schemaEqual' },
    ],
  }
  const record = await runDrill(await bench.job({ plan: drillPlan({ provider: 'process', integrity }) }))
  expect(record.integrity?.map(({ result, found }) => [result, found])).toEqual([
    ['passed', 0],
    ['failed', 166],
    ['failed', 2],
    ['passed', 0],
    ['failed', 1],
    ['passed', 0],
    ['failed', 1],
    ['passed', 2000],
    ['failed', 2000],
    ['failed', undefined],
    ['passed', undefined],
  ])
  expect(record).toMatchObject({ outcome: 'failed', error: { code: 'content-different' }, proven: false })
  expect(record.negativeControl?.detected).toBe(true)
  expect(record.integrity?.[9]?.detail).toContain('SQLSTATE 42P01')
  const lines = describeDrill(record).split('\n')
  expect(lines.find((line) => line.includes('public.customers') && line.includes('note'))).toMatch(
    /notNull +public\.customers +note +166 +expected 0 +FAILED/,
  )
})

async function widenNote(connection: unknown): Promise<void> {
  const { host, port, database, user, password } = connection as PostgresConnection
  const client = new Client({ host, port, database, user, password: password?.reveal() })
  await client.connect()
  await client.query('alter table customers alter column note type varchar(40)')
  await client.end()
}

test('a schema that is not that of the source is told as such', async () => {
  const plan = drillPlan({ provider: 'process', integrity: { shop: [{ rule: 'schemaEqual' }] } })
  const seams = { loaded: widenNote }
  const record = await runDrill(await bench.job({ plan, seams }))
  expect(record.integrity).toEqual([
    { rule: 'schemaEqual', result: 'failed', detail: 'expected that of the source' },
  ])
  expect(record.error?.code).toBe('content-different')
})

test('a rule that the engine cannot ask is refused before anything is restored', async () => {
  const integrity = { shop: [{ rule: 'unique', dataset: 'public.orders' }] }
  const record = await runDrill(await bench.job({ plan: drillPlan({ provider: 'process', integrity }) }))
  expect(record).toMatchObject({ outcome: 'couldNotRun', error: { code: 'not-supported' } })
  expect(record.sandbox).toBeUndefined()
})

test('records name datasets and columns only as far as they may', async () => {
  const integrity = {
    shop: [
      { rule: 'notNull', dataset: 'public.customers', columns: ['id'] },
      { rule: 'count', dataset: 'public.orders', expect: 2000 },
    ],
  }
  const plan = drillPlan({ provider: 'process', integrity })
  const { policy, ...job } = await bench.job({ plan })
  const record = await runDrill({ ...job, policy: { ...policy, disclosure: 'totals' } })
  expect(record.integrity).toEqual([
    {
      rule: 'notNull',
      dataset: '(withheld)',
      columns: ['(withheld)'],
      result: 'passed',
      detail: '(withheld)',
    },
    { rule: 'count', dataset: '(withheld)', result: 'passed', detail: '(withheld)' },
  ])
})
