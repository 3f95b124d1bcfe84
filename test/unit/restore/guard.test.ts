import { expect, test } from 'vitest'
import { LifeboatError } from '../../../src/core/errors.ts'
import { guardRestore } from '../../../src/restore/guard.ts'
import type { RestorePlan } from '../../../src/restore/plan.ts'

const server = { version: '8.2', id: 'run 1', address: 'cache.internal:6379' }
const PLAN: RestorePlan = {
  target: 'sessions',
  backup: { id: 'one', store: 'primary', manifestKey: 'manifests/one.json', manifestSha256: 'ab' },
  anchor: 'ledger',
  consistency: { kind: 'fuzzy', fromAt: '2026-11-01T02:17:00Z', toAt: '2026-11-01T02:17:00Z' },
  ageMs: 60_000,
  source: server,
  destination: server,
  destinationDigest: 'ab',
  mayBeSource: false,
  exists: true,
  objects: 0,
  storedBytes: 1,
  compares: true,
  storeLocation: '/srv',
  confirmation: server.address,
}
const ELSEWHERE = { ...PLAN, destination: { ...server, id: 'run 2' } }

test.each([
  ['the source itself', PLAN, 'destination-is-source'],
  ['what may be the source', { ...ELSEWHERE, mayBeSource: true }, 'destination-is-source'],
  ['what holds data', { ...ELSEWHERE, objects: 1 }, 'destination-not-empty'],
])(
  '%s is refused, with a way out for engines that have databases and for those that have none',
  (_, plan, code) => {
    const refusal = refusalOf(plan)
    expect(refusal.code).toBe(code)
    expect(refusal.fix).toMatch(/a new or empty database \(--into NAME\)/)
    expect(refusal.fix).toMatch(/an empty server \(--into env:NAME\)/)
  },
)

function refusalOf(plan: RestorePlan): LifeboatError {
  try {
    guardRestore(plan, true)
  } catch (error) {
    if (error instanceof LifeboatError) return error
  }
  throw new Error('nothing was refused')
}
