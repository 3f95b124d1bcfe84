import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../../src/config/config-error.ts'
import { readConfiguration } from '../../../src/config/read-configuration.ts'
import { parseDrillPlan } from '../../../src/drill/plan.ts'

function faultsOf(read: () => unknown): readonly string[] {
  try {
    read()
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map(({ path, message }) => `${path}: ${message}`)
  }
}

/** What is wrong with the names of these rules of a group. */
function rulesOf(...names: readonly string[]): readonly string[] {
  const sides = 'truth: { target: orders, keys: select 1 }, derived: { target: orders, keys: select 2 }'
  const rules = names.map((name) => `{ name: ${JSON.stringify(name)}, ${sides} }`)
  const text = `version: 1
project: shop
stores: { primary: { type: filesystem, path: /srv } }
targets: { orders: { engine: postgres, connection: { url: { env: ORDERS_URL } } } }
groups: { platform: { targets: [orders], reconcile: [${rules.join(', ')}] } }
`
  return faultsOf(() => readConfiguration({ file: { name: 'lifeboat.yaml', text }, environment: {} }))
}

/** The same of checks of a plan; the last one is skipped. */
function checksOf(...names: readonly string[]): readonly string[] {
  const checks = names.map((name, index) => {
    const what = index === names.length - 1 ? 'skip: { reason: r, until: 2999-01-01 }' : 'query: q, expect: 1'
    return `{ name: ${JSON.stringify(name)}, ${what} }`
  })
  return faultsOf(() =>
    parseDrillPlan(`version: 1\nchecks: { orders: [${checks.join(', ')}] }`, 'drills/p.yaml'),
  )
}

describe.each([
  ['a rule of a group', rulesOf, 'groups.platform.reconcile'],
  ['a check of a plan', checksOf, 'checks.orders'],
])('the name of %s', (_what, faults, path) => {
  test('is told apart from the others', () => {
    expect(faults('all', 'some', 'All', 'all', 'all')).toEqual([
      `${path}[3].name: must be a name that none before it has, not "all"`,
      `${path}[4].name: must be a name that none before it has, not "all"`,
    ])
  })

  test('holds no control character, and none is printed', () => {
    for (const name of [
      'two\nlines',
      'red\u001B[31m',
      'nul\0',
      'old\u009B31m',
      'line\u2028',
      'turned\u202E',
    ]) {
      const [fault = '', ...others] = faults(name, 'other')
      expect(others).toEqual([])
      expect(fault).toContain(`${path}[0].name: must hold no control character`)
      expect(fault).not.toContain(name)
    }
  })

  test('may be in every script', () => {
    expect(faults('Bücher 本 — “alle” ✓', 'x'.repeat(200))).toEqual([])
  })
})
