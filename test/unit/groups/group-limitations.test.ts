import { expect, test } from 'vitest'
import type { ReconcileRule } from '../../../src/core/reconcile.ts'
import { groupLimitations } from '../../../src/groups/group-limitations.ts'

const targets = ['events', 'sessions', 'orders']

function rule(truth: string, derived: string): ReconcileRule {
  return {
    name: `${truth} and ${derived}`,
    truth: { target: truth, keys: 'a' },
    derived: { target: derived, keys: 'b' },
    tolerance: { missing: 'any', orphaned: 'any' },
    atLeast: 1,
  }
}

test('without rules nothing was compared, and a member that none is about was compared with nobody', () => {
  expect(groupLimitations({ targets, reconcile: [] })).toEqual([
    'The group has no reconcile rules, so nothing was compared across its stores.',
  ])
  expect(
    groupLimitations({ targets, reconcile: [rule('orders', 'events'), rule('sessions', 'sessions')] }),
  ).toEqual(['No reconcile rule compares sessions with another store.'])
  expect(
    groupLimitations({ targets, reconcile: [rule('orders', 'events'), rule('orders', 'sessions')] }),
  ).toEqual([])
})
