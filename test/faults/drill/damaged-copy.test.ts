import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KEYS } from '../../../src/core/manifest.ts'
import { Secret } from '../../../src/core/secret.ts'
import { runDrill } from '../../../src/drill/drill.ts'
import { compare, type Compare } from '../../../src/drill/compare.ts'
import type { PostgresConnection } from '../../../src/engines/postgres/connection.ts'
import { openSession } from '../../../src/engines/postgres/session.ts'
import { drillPlan, openDrillBench, type DrillBench } from '../../support/drill-bench.ts'
import { sandboxLeftovers } from '../../support/sandbox-leftovers.ts'

let bench: DrillBench

beforeAll(async () => {
  bench = await openDrillBench()
})
afterAll(() => bench[Symbol.asyncDispose]())

const plan = drillPlan({ provider: 'process' })

const blind: Compare = (expected, actual) => ({
  ...compare(expected, actual),
  equal: true,
  differences: [],
})

const DAMAGES: Record<string, { readonly sql: string; readonly grade: number }> = {
  'a row changed': { sql: 'update orders set total = total + 0.01 where id = 7', grade: 4 },
  'a row removed': { sql: 'delete from orders where id = 7', grade: 3 },
  'a row duplicated': { sql: 'insert into log select line from log limit 1', grade: 3 },
  'NULL turned into empty': {
    sql: "update customers set note = '' where id = (select min(id) from customers where note is null)",
    grade: 4,
  },
  'empty turned into NULL': { sql: 'update customers set note = null where id = 1', grade: 4 },
  'the last digit of a float': { sql: 'update customers set credit = credit + 1e-15 where id = 1', grade: 4 },
  'an index missing': { sql: 'drop index orders_customer_idx', grade: 2 },
  'a sequence behind': { sql: "select setval('orders_id_seq', 1)", grade: 2 },
  'a grant too many': { sql: 'grant select on log to public', grade: 2 },
  'a table missing': { sql: 'drop table log', grade: 2 },
}

test.each(Object.entries(DAMAGES))('%s in the restored copy fails the drill', async (_, { sql, grade }) => {
  const job = await bench.job({ plan })
  const loaded = async (connection: unknown): Promise<void> => {
    await using session = await openSession(connection as PostgresConnection, job.context)
    await session.query(sql)
  }
  const record = await runDrill({ ...job, seams: { loaded } })
  expect(record).toMatchObject({
    outcome: 'failed',
    error: { code: 'content-different' },
    grade,
    proven: false,
    verdicts: { integrity: 'breached', overall: 'breached', rto: 'notMeasured' },
    summary: { status: 'failed', rto_compliant: null },
    sandbox: { destroyed: true },
  })
})

test('a comparison that calls everything equal makes the drill invalid', async () => {
  const record = await runDrill(await bench.job({ plan, seams: { compare: blind } }))
  expect(record).toMatchObject({
    outcome: 'failed',
    error: { code: 'drill-invalid' },
    proven: false,
    negativeControl: { detected: false },
    verdicts: { integrity: 'notComparable' },
  })
})

test('a failed application check fails the drill, and an expired skip is one', async () => {
  const checks = {
    shop: [
      { name: 'orders', query: 'select count(*) from orders', expect: { '<': 10 } },
      { name: 'expired', skip: { reason: 'to be done', until: '2026-01-01' } },
    ],
  }
  const record = await runDrill(await bench.job({ plan: drillPlan({ provider: 'process', checks }) }))
  expect(record).toMatchObject({ outcome: 'failed', error: { code: 'content-different' }, proven: false })
  expect(record.checks.filter(({ result }) => result === 'failed').map(({ name }) => name)).toEqual([
    'orders',
    'expired',
  ])
})

test('a copy that no record vouches for is refused, or drilled and never proven', async () => {
  const kept = join(bench.storeFolder, KEYS.record(bench.backup.id))
  await rename(kept, `${bench.storeFolder}.record`)
  const refused = await runDrill(await bench.job({ plan }))
  const accepted = await runDrill(await bench.job({ plan, acceptUnanchored: true }))
  await rename(`${bench.storeFolder}.record`, kept)
  expect(refused).toMatchObject({
    outcome: 'couldNotRun',
    error: { code: 'backup-unanchored' },
    proven: false,
  })
  expect(accepted).toMatchObject({
    anchor: 'none',
    proven: false,
    verdicts: { integrity: 'notComparable' },
    error: { code: 'finding-open' },
  })
})

test('the wrong key cannot run, and leaves no sandbox', async () => {
  const other = new Secret(`AGE-SECRET-KEY-1${'Q'.repeat(58)}`)
  const { encryption, ...job } = await bench.job({ plan })
  const identities = async () => [other]
  const record = await runDrill({ ...job, encryption: { ...encryption, identities } })
  expect(record).toMatchObject({
    outcome: 'couldNotRun',
    proven: false,
    verdicts: { overall: 'notMeasured' },
  })
  expect(await sandboxLeftovers(job.context.runId)).toEqual([])
})

test('an objective that was not met is breached, though the copy is proven', async () => {
  const job = await bench.job({ plan })
  const target = { ...job.target, objectives: { rpoMs: 1, rtoMs: 1 } }
  const record = await runDrill({ ...job, target })
  expect(record).toMatchObject({
    proven: true,
    error: { code: 'objective-breached' },
    verdicts: { rto: 'breached', rpo: 'breached', integrity: 'met', overall: 'breached' },
    summary: { rpo_compliant: false, rto_compliant: false },
  })
})
