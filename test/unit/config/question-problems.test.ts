import { expect, test } from 'vitest'
import { ConfigError } from '../../../src/config/config-error.ts'
import { createConfiguration } from '../../../src/config/create-configuration.ts'
import { requireQuestions } from '../../../src/config/question-problems.ts'
import { readConfiguration } from '../../../src/config/read-configuration.ts'
import { systemClock } from '../../../src/runtime/clock.ts'

async function problemsOf(truth: string, derived: string, store = 'sessions'): Promise<readonly string[]> {
  const text = `version: 1
project: shop
stores: { primary: { type: filesystem, path: /srv } }
targets:
  orders: { engine: postgres, connection: { url: { env: ORDERS_URL } } }
  sessions: { engine: redis, connection: { host: cache.internal } }
  search: { engine: qdrant, connection: { host: search.internal } }
groups:
  platform:
    targets: [${store}, orders]
    reconcile:
      - name: all
        truth: { target: orders, keys: ${truth} }
        derived:
          target: ${store}
          keys: ${derived}
`
  const read = readConfiguration({ file: { name: 'lifeboat.yaml', text }, environment: {} })
  const options = { environment: {}, directory: '/', allowCommands: false, clock: systemClock }
  const configuration = createConfiguration(read, options)
  try {
    await requireQuestions(configuration, configuration.groups)
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.message.split('\n').slice(1)
  }
}

test('questions that can be asked are let through, also as text and with instants', async () => {
  expect(await problemsOf('select 1', '{ match: "session:*", strip: "session:" }')).toEqual([])
  expect(await problemsOf('select 1', `'{"members": "open at {latest}", "database": 3}'`)).toEqual([])
  const filter = '{ must: [{ key: at, range: { lte: "{earliest}" } }] }'
  expect(await problemsOf('select 1', `{ collection: products, filter: ${filter} }`, 'search')).toEqual([])
})

test.each([
  [
    'sessions',
    '{ mtach: "session:*" }',
    'lifeboat.yaml:16:19: groups.platform.reconcile[0].derived.keys.mtach: unknown key; did you mean match?',
  ],
  [
    'sessions',
    '{ match: "session:*", database: -1 }',
    'lifeboat.yaml:16:49: groups.platform.reconcile[0].derived.keys.database: must be at least 0, not -1',
  ],
  [
    'sessions',
    'SMEMBERS orders',
    'lifeboat.yaml:16:17: groups.platform.reconcile[0].derived.keys: is no JSON, and no mapping',
  ],
  [
    'search',
    '{ collection: products, feild: sku }',
    'lifeboat.yaml:16:41: groups.platform.reconcile[0].derived.keys.feild: unknown key; did you mean field?',
  ],
  [
    'search',
    '{ field: sku }',
    'lifeboat.yaml:16:11: groups.platform.reconcile[0].derived.keys.collection: is missing',
  ],
  [
    'search',
    `'{"collection": "products"'`,
    'lifeboat.yaml:16:17: groups.platform.reconcile[0].derived.keys: is no JSON, and no mapping',
  ],
])('a question of %s that is wrong by form, %s, has its place', async (store, derived, said) => {
  const problems = await problemsOf('select 1', derived, store)
  expect(problems).toContain(said)
  expect(problems[problems.indexOf(said) + 1]).toMatch(/^ {4}fix: ./)
})

test('all of them are told at once, and an engine that is asked in a language takes no mapping', async () => {
  const problems = await problemsOf('{ match: "a:*" }', '{ members: 3 }')
  expect(problems.filter((line) => !line.startsWith(' '))).toEqual([
    'lifeboat.yaml:13:34: groups.platform.reconcile[0].truth.keys: must be a query as text, not a mapping',
    'lifeboat.yaml:16:28: groups.platform.reconcile[0].derived.keys.members: must be text, not 3',
  ])
})
