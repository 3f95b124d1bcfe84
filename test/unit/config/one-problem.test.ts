import { expect, test } from 'vitest'
import { ConfigError } from '../../../src/config/config-error.ts'
import { readConfiguration } from '../../../src/config/read-configuration.ts'

interface Written {
  readonly connection?: string
  readonly defaults?: string
}

/** What is wrong with a configuration that says this. */
function faultsOf({ connection = '', defaults = '' }: Written): readonly string[] {
  const text = `version: 1
project: shop
stores: { primary: { type: filesystem, path: /srv } }
defaults: { ${defaults} }
targets: { events: { engine: clickhouse, connection: { host: h, database: d, ${connection} } } }
`
  try {
    readConfiguration({ file: { name: 'lifeboat.yaml', text }, environment: {} })
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map(({ path, message }) => `${path}: ${message}`)
  }
}

test.each([
  ['native: { increments: 1e308 }', 'native.increments: must be at most 100, not 1e+308'],
  ['native: { increments: -1e308 }', 'native.increments: must be at least 0, not -1e+308'],
  ['port: 1e308', 'port: must be at most 65535, not 1e+308'],
])('%s is one problem', (connection, fault) => {
  expect(faultsOf({ connection })).toEqual([`targets.events.connection.${fault}`])
})

test('a number with no limit of its own has that of numbers', () => {
  expect(faultsOf({ defaults: 'retention: { monthly: 1e308 }' })).toEqual([
    'defaults.retention.monthly: must be at most 9007199254740991, not 1e+308',
  ])
})

test.each([
  [
    'objectives: { rpo: 99999999999999999999d }',
    'objectives.rpo: must not be too long, not "99999999999999999999d"',
  ],
  ['objectives: { rpo: 0s }', 'objectives.rpo: must be a duration of more than nothing, not "0s"'],
  [
    'settings: { volumeSize: 9999999999TiB }',
    'settings.volumeSize: must not be too large, not "9999999999TiB"',
  ],
  ['settings: { rateLimit: 0B }', 'settings.rateLimit: must be a size of more than nothing, not "0B"'],
])('%s is called by its fault', (defaults, fault) => {
  const [only, ...others] = faultsOf({ defaults })
  expect(others).toEqual([])
  expect(only).toContain(`defaults.${fault}`)
})
