import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { KEYS } from '../../../src/core/manifest.ts'
import { runDrill } from '../../../src/drill/drill.ts'
import { canonicalBytes } from '../../../src/evidence/canonical.ts'
import { drillPlan, openDrillBench, type DrillBench } from '../../support/drill-bench.ts'
import { sandboxLeftovers } from '../../support/sandbox-leftovers.ts'

let bench: DrillBench

beforeAll(async () => {
  bench = await openDrillBench()
})
afterAll(() => bench[Symbol.asyncDispose]())

const CHECKS = {
  shop: [
    { name: 'all orders are there', query: 'select count(*) from orders', expect: { '>=': 2000 } },
    {
      name: 'every order has a customer',
      query: 'select bool_and(customer is not null) from orders',
      expect: true,
    },
  ],
}

test.each(['container', 'process'] as const)('a drill in a %s proves a backup', async (provider) => {
  const job = await bench.job({ plan: drillPlan({ provider, checks: CHECKS }) })
  const record = await runDrill(job)
  expect(record.error).toBeUndefined()
  expect(record).toMatchObject({
    outcome: 'succeeded',
    backup: { id: bench.backup.id },
    anchor: 'store',
    proven: true,
    selection: { method: 'latest', candidates: 1 },
    sandbox: {
      provider,
      isolation: provider === 'container' ? 'internal-network' : 'network-namespace',
      egress: 'blocked',
      destroyed: true,
      serverVersion: expect.stringMatching(/^16\./) as string,
    },
    comparison: { origin: 'source', schemaEqual: true, inventoryDifferences: [] },
    negativeControl: { detected: true },
    verdicts: { rto: 'met', rpo: 'met', integrity: 'met', overall: 'met' },
    summary: { status: 'success', rpo_compliant: true, rto_compliant: true, restore_duration_minutes: 1 },
  })
  expect(record.comparison?.equalCount).toBe(record.comparison?.datasetCount)
  // Some builds of PostgreSQL have no amcheck; what was skipped caps the grade.
  const skipped = record.checks.filter(({ result }) => result === 'skipped').map(({ name }) => name)
  expect(record.grade).toBe(skipped.length === 0 ? 7 : 5)
  expect(['', 'amcheck']).toContain(skipped.join())
  expect(record.checks.filter(({ result }) => result === 'failed')).toEqual([])
  expect(record.checks.map(({ name }) => name)).toContain('all orders are there')
  const phases = new Set(record.phases.map(({ name }) => name))
  for (const name of ['provision', 'fetch', 'decrypt', 'load', 'index', 'validate', 'destroy']) {
    expect(phases).toContain(name)
  }
  const stored = await buffer(await job.store.read(KEYS.record(record.id)))
  expect(stored.equals(canonicalBytes(record))).toBe(true)
  expect(await sandboxLeftovers(job.context.runId)).toEqual([])
})
