import { expect, test } from 'vitest'
import type { Context } from '../../../src/core/context.ts'
import type { DrillRecord } from '../../../src/core/record.ts'
import { noFacts, type DrillFacts } from '../../../src/drill/drill-facts.ts'
import { drillRecord } from '../../../src/drill/drill-record.ts'
import type { DrillJob } from '../../../src/drill/drill.ts'
import { beginRun } from '../../../src/evidence/run-log.ts'

const LATE_MS = 2
const OBJECTIVE_MS = 1
const context: Context = {
  runId: '20261121T021700Z-0000',
  clock: { now: () => new Date('2026-11-21T02:17:00Z'), monotonicMs: () => 0 },
  random: { bytes: (length) => new Uint8Array(length) },
  reporter: { report: () => {} },
  signal: new AbortController().signal,
  programEnvironment: {},
  workDir: '/nowhere',
}
const UNPROVEN: DrillFacts = {
  ...noFacts('latest'),
  anchor: 'store',
  bytesVerified: true,
  loaded: true,
  rtaMs: LATE_MS,
}

/** Of a drill that took longer than it may and ended without a failure. */
function recordOf(facts: DrillFacts, highestGrade: DrillRecord['highestGrade']): DrillRecord {
  const job = {
    engine: { capabilities: { highestGrade, tampers: false } },
    plan: { name: 'monthly' },
    target: { objectives: { rtoMs: OBJECTIVE_MS } },
  } as unknown as DrillJob
  const log = beginRun({
    project: 'shop',
    target: 'orders',
    engine: 'postgres',
    policyDigest: 'a'.repeat(64),
    disclosure: 'full',
    toolVersion: '0.1.0',
    trigger: { kind: 'manual' },
    context,
  })
  const disclosure = { disclosure: 'full', key: undefined } as const
  return drillRecord(job, { log, facts, disclosure }, undefined).record
}

test('a late drill that proved nothing is open, and its verdict still says that it was late', () => {
  expect(recordOf(UNPROVEN, { grade: 7, because: 'all is checked' })).toMatchObject({
    proven: false,
    outcome: 'failed',
    error: { code: 'finding-open' },
    verdicts: { rto: 'breached', overall: 'breached' },
  })
})

test('a late drill that reached the highest grade there is was only late', () => {
  expect(recordOf(UNPROVEN, { grade: 2, because: 'there is no fingerprint' })).toMatchObject({
    proven: false,
    error: { code: 'objective-breached' },
  })
})
