import { expect, test } from 'vitest'
import type { ReconcileRule } from '../../../src/core/reconcile.ts'
import { LifeboatError } from '../../../src/core/errors.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { DisclosureOptions } from '../../../src/evidence/publish-datasets.ts'
import { publishResult, ruleNames } from '../../../src/groups/publish-results.ts'
import { checksOf, type RuleResult } from '../../../src/groups/run-rules.ts'

const key = { id: 'test-key', secret: new Secret('evidence') }
const rule: ReconcileRule = {
  name: 'every order of the secret project is found',
  truth: { target: 'shop', keys: 'select id from secret_orders' },
  derived: { target: 'search', keys: 'select 1' },
  tolerance: { missing: { basisPoints: 10 }, orphaned: 'any' },
  atLeast: 1,
}
const result: RuleResult = {
  rule,
  result: 'failed',
  found: {
    truth: { count: 10, digest: 'aa' },
    derived: { count: 9, digest: 'bb' },
    missing: { count: 1, samples: ['cc'] },
    orphaned: { count: 0, samples: [] },
  },
}

function published(options: DisclosureOptions): ReturnType<typeof publishResult> {
  return publishResult(result, ruleNames([rule], options)(rule), options)
}

test('with an evidence key: counts, and HMACs of digests; never a question', () => {
  const shown = published({ disclosure: 'full', key })
  expect(shown).toMatchObject({ name: rule.name, missing: 1, orphaned: 0, truth: { count: 10 } })
  expect(shown.samples?.missing).toHaveLength(1)
  for (const hmac of [shown.truth.keyedDigest, shown.derived.keyedDigest, ...shown.samples!.missing]) {
    expect(hmac).toMatch(/^[0-9a-f]{64}$/)
  }
  expect(JSON.stringify(shown)).not.toContain('secret_orders')
})

test('without one: counts only', () => {
  const shown = published({ disclosure: 'full', key: undefined })
  expect(shown.samples).toBeUndefined()
  expect(shown.truth).toEqual({ target: 'shop', count: 10 })
})

test('under pseudonymous and totals the words of a rule are withheld, under totals its sizes too', () => {
  expect(published({ disclosure: 'pseudonymous', key })).toMatchObject({
    name: 'rule 1',
    truth: { count: 10 },
  })
  const totals = published({ disclosure: 'totals', key })
  expect(totals).toMatchObject({ name: 'rule 1', missing: 1, orphaned: 0 })
  expect(totals.truth).toEqual({ target: 'shop' })
  expect(totals.samples).toBeUndefined()
})

test('a rule is a check of its two members only, and one that was not run was skipped', () => {
  const notRun: RuleResult = {
    rule,
    result: 'notRun',
    error: new LifeboatError({ code: 'connection-lost', what: 'it was lost' }),
  }
  expect(checksOf([result, notRun], 'shop', ({ atLeast }) => `rule with ${atLeast}`)).toEqual([
    { name: 'reconcile: rule with 1', result: 'failed', detail: '1 missing, 0 orphaned' },
    { name: 'reconcile: rule with 1', result: 'skipped', detail: 'could not be asked (connection-lost)' },
  ])
  expect(checksOf([result, notRun], 'graph', () => '')).toEqual([])
})
