import { expect, test } from 'vitest'
import type { ReconcileRule, Tolerance } from '../../../src/core/reconcile.ts'
import type { KeyComparison } from '../../../src/reconcile/compare-keys.ts'
import { instantsOf, withInstants } from '../../../src/reconcile/instants.ts'
import { holds } from '../../../src/reconcile/judge-rule.ts'

function rule(missing: Tolerance, orphaned: Tolerance, atLeast = 1): ReconcileRule {
  const side = { target: 'orders', keys: '' }
  return { name: 'rule', truth: side, derived: side, tolerance: { missing, orphaned }, atLeast }
}

function found(counts: Partial<Record<'truth' | 'derived' | 'missing' | 'orphaned', number>>): KeyComparison {
  const { truth = 1000, derived = 1000, missing = 0, orphaned = 0 } = counts
  return {
    truth: { count: truth, digest: '' },
    derived: { count: derived, digest: '' },
    missing: { count: missing, samples: [] },
    orphaned: { count: orphaned, samples: [] },
  }
}

test.each([
  { name: 'none missing', tolerance: { keys: 0 }, counts: { missing: 0 }, expected: true },
  { name: 'one more than none', tolerance: { keys: 0 }, counts: { missing: 1 }, expected: false },
  { name: 'as many as allowed', tolerance: { keys: 3 }, counts: { missing: 3 }, expected: true },
  { name: 'one more than allowed', tolerance: { keys: 3 }, counts: { missing: 4 }, expected: false },
  {
    name: 'exactly ten of ten thousand',
    tolerance: { basisPoints: 10 },
    counts: { missing: 1 },
    expected: true,
  },
  {
    name: 'one key more than ten of ten thousand',
    tolerance: { basisPoints: 10 },
    counts: { missing: 2 },
    expected: false,
  },
  {
    name: 'a share of fewer keys rounds to none',
    tolerance: { basisPoints: 10 },
    counts: { truth: 999, missing: 1 },
    expected: false,
  },
  { name: 'any number', tolerance: 'any', counts: { missing: 1000 }, expected: true },
] as const)('$name', ({ tolerance, counts, expected }) => {
  expect(holds(rule(tolerance, { keys: 0 }), found(counts))).toBe(expected)
  const { missing, truth } = { truth: 1000, ...counts }
  expect(holds(rule({ keys: 0 }, tolerance), found({ orphaned: missing, derived: truth }))).toBe(expected)
})

test('the two directions have tolerances of their own', () => {
  expect(holds(rule('any', { keys: 0 }), found({ missing: 5, orphaned: 1 }))).toBe(false)
  expect(holds(rule({ keys: 0 }, 'any'), found({ missing: 1, orphaned: 5 }))).toBe(false)
})

test('a share of very many keys is exact', () => {
  const truth = 9_007_199_254_740_000
  expect(holds(rule({ basisPoints: 1 }, 'any'), found({ truth, missing: truth / 10_000 }))).toBe(true)
  expect(holds(rule({ basisPoints: 1 }, 'any'), found({ truth, missing: truth / 10_000 + 1 }))).toBe(false)
})

test('nothing on the side of the truth shows nothing, unless that is allowed', () => {
  const nothing = found({ truth: 0, derived: 0 })
  expect(holds(rule({ keys: 0 }, { keys: 0 }), nothing)).toBe(false)
  expect(holds(rule({ keys: 0 }, { keys: 0 }, 0), nothing)).toBe(true)
  expect(holds(rule({ keys: 0 }, { keys: 0 }, 1001), found({}))).toBe(false)
})

test('a derived side without a key shows nothing whatever is tolerated, unless that is allowed', () => {
  const empty = found({ derived: 0, missing: 1000 })
  expect(holds(rule('any', { keys: 0 }), empty)).toBe(false)
  expect(holds(rule({ keys: 1000 }, { keys: 0 }), empty)).toBe(false)
  expect(holds(rule('any', { keys: 0 }, 0), empty)).toBe(true)
})

test('the instants span all members, by time and not by text, and questions get them', () => {
  const instants = instantsOf([
    { kind: 'transactional', fromAt: '2026-11-21T10:00:00.5Z', toAt: '2026-11-21T10:00:00.5Z' },
    { kind: 'fuzzy', fromAt: '2026-11-21T10:00:00Z', toAt: '2026-11-21T10:00:02Z' },
    { kind: 'transactional', fromAt: '2026-11-21T10:00:01.25Z', toAt: '2026-11-21T10:00:01.25Z' },
  ])
  expect(instants).toEqual({
    earliestAt: '2026-11-21T10:00:00Z',
    latestAt: '2026-11-21T10:00:02Z',
    skewMs: 2000,
  })
  expect(withInstants("at <= '{earliest}' and at <= '{earliest}' or '{latest}'", instants!)).toBe(
    "at <= '2026-11-21T10:00:00Z' and at <= '2026-11-21T10:00:00Z' or '2026-11-21T10:00:02Z'",
  )
  expect(instantsOf([])).toBeUndefined()
})
