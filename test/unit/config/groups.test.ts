import { describe, expect, test } from 'vitest'
import { ConfigError } from '../../../src/config/config-error.ts'
import { createConfiguration } from '../../../src/config/create-configuration.ts'
import type { Group } from '../../../src/config/configuration.ts'
import { readConfiguration } from '../../../src/config/read-configuration.ts'
import { systemClock } from '../../../src/runtime/clock.ts'

function groupOf(group: string, name = 'platform'): Group | undefined {
  const text = `version: 1
project: shop
stores: { primary: { type: filesystem, path: /srv } }
targets:
  orders: { engine: postgres, connection: { url: { env: ORDERS_URL } } }
  sessions: { engine: redis, connection: { host: cache.internal } }
groups:
  ${name}: ${group}
`
  const read = readConfiguration({ file: { name: 'lifeboat.yaml', text }, environment: {} })
  const options = { environment: {}, directory: '/', allowCommands: false, clock: systemClock }
  return createConfiguration(read, options).groups[0]
}

function problemsOf(group: string, name?: string): string[] {
  try {
    groupOf(group, name)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map(({ path, message }) => `${path}: ${message}`)
  }
}

const SIDES =
  'truth: { target: orders, keys: select 1 }, derived: { target: sessions, keys: { match: "a:*" } }'

describe('a rule', () => {
  test('has no tolerance unless one is written, and questions that are mappings become JSON', () => {
    expect(
      groupOf(`{ targets: [sessions, orders], reconcile: [{ name: all, ${SIDES} }] }`)?.reconcile,
    ).toEqual([
      {
        name: 'all',
        truth: { target: 'orders', keys: 'select 1' },
        derived: { target: 'sessions', keys: '{"match":"a:*"}' },
        tolerance: { missing: { keys: 0 }, orphaned: { keys: 0 } },
        atLeast: 1,
      },
    ])
  })

  test('tolerates a number, a share in basis points, or any number', () => {
    const group = `{ targets: [sessions, orders], reconcile: [
      { name: a, ${SIDES}, tolerance: { missing: 3, orphaned: 10bp } },
      { name: b, ${SIDES}, tolerance: { missing: any }, atLeast: 0 } ] }`
    expect(groupOf(group)?.reconcile.map(({ tolerance }) => tolerance)).toEqual([
      { missing: { keys: 3 }, orphaned: { basisPoints: 10 } },
      { missing: 'any', orphaned: { keys: 0 } },
    ])
  })

  test.each(['-1', '1.5', '10%', '100000bp', 'some'])('does not tolerate %s', (written) => {
    const group = `{ targets: [sessions, orders], reconcile: [{ name: a, ${SIDES}, tolerance: { missing: ${written} } }] }`
    expect(problemsOf(group)).toHaveLength(1)
  })

  test('can fail', () => {
    const one = 'target: orders, keys: select 1'
    const group = `{ targets: [sessions, orders], reconcile: [
      { name: a, ${SIDES}, tolerance: { missing: any, orphaned: any } },
      { name: b, truth: { ${one} }, derived: { ${one} } } ] }`
    expect(problemsOf(group)).toEqual([
      'groups.platform.reconcile[0]: this rule can never fail: any key may be missing and any may be orphaned',
      'groups.platform.reconcile[1]: this rule can never fail: both sides ask the same',
    ])
  })

  test('is about members of its group', () => {
    const group = `{ targets: [orders], reconcile: [{ name: a, ${SIDES} }] }`
    expect(problemsOf(group)).toEqual([
      'groups.platform.reconcile[0].derived.target: "sessions" is no member of this group',
    ])
  })
})

test('a member that is misspelt is one problem, not also one of the rules that name it rightly', () => {
  const misspelt = `{ targets: [sesions, orders], reconcile: [{ name: a, ${SIDES} }] }`
  expect(problemsOf(misspelt)).toEqual([
    'groups.platform.targets[0]: there is no target "sesions"; did you mean sessions?',
  ])
})

test('a group has a name of its own', () => {
  expect(problemsOf('{ targets: [sessions] }', 'orders')).toEqual(['groups.orders: orders is a target too'])
})
