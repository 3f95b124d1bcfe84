import { afterAll, beforeAll, expect, test } from 'vitest'
import { runDrill } from '../../../src/drill/drill.ts'
import type { PostgresConnection } from '../../../src/engines/postgres/connection.ts'
import { openSession } from '../../../src/engines/postgres/session.ts'
import { drillPlan, openDrillBench, type DrillBench } from '../../support/drill-bench.ts'

/** What a shop has besides its rows, so that each of it can be missing. */
const FURNISHING = `
  create extension vector;
  create role clerk;
  grant select on orders to clerk;
  create function stamp() returns trigger language plpgsql as 'begin return new; end';
  create trigger stamping before update on orders for each row execute function stamp();
`

const DAMAGES: Record<string, { readonly sql: string; readonly named: string }> = {
  'a trigger missing': { sql: 'drop trigger stamping on orders', named: 'trigger' },
  'a trigger switched off': { sql: 'alter table orders disable trigger stamping', named: 'trigger' },
  'an extension missing': { sql: 'drop extension vector', named: 'extension' },
  'a sequence altered': { sql: 'alter sequence orders_id_seq increment by 2', named: 'sequence' },
  'a grant revoked': { sql: 'revoke select on orders from clerk', named: 'orders' },
}

let bench: DrillBench

beforeAll(async () => {
  bench = await openDrillBench()
  await bench.source.sql('shop', FURNISHING)
  await bench.backUp()
})
afterAll(() => bench[Symbol.asyncDispose]())

const plan = drillPlan({ provider: 'process' })

test('the copy is good before anything is taken from it', async () => {
  expect(await runDrill(await bench.job({ plan }))).toMatchObject({ outcome: 'succeeded', proven: true })
})

test.each(Object.entries(DAMAGES))('%s in the restored copy fails the drill', async (_, { sql, named }) => {
  const job = await bench.job({ plan })
  const loaded = async (connection: unknown): Promise<void> => {
    await using session = await openSession(connection as PostgresConnection, job.context)
    await session.query(sql)
  }
  const record = await runDrill({ ...job, seams: { loaded } })
  expect(record).toMatchObject({
    outcome: 'failed',
    error: { code: 'content-different' },
    grade: 2,
    proven: false,
    verdicts: { integrity: 'breached', overall: 'breached' },
  })
  expect(record.comparison?.inventoryDifferences.join('; ')).toContain(named)
})
