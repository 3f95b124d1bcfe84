import { expect, test } from 'vitest'
import { ConfigError } from '../../../src/config/config-error.ts'
import { createConfiguration } from '../../../src/config/create-configuration.ts'
import { sealingFindings } from '../../../src/config/findings/sealing-findings.ts'
import { readConfiguration } from '../../../src/config/read-configuration.ts'
import { systemClock } from '../../../src/runtime/clock.ts'

const EVENTS = 'engine: clickhouse, connection: { host: events.internal, database: shop'

/** What is wrong with these targets and what follows them, and what that ends with. */
async function problemsOf(targets: string, rest = ''): Promise<readonly string[]> {
  const text = `version: 1
project: shop
stores: { primary: { type: filesystem, path: /srv } }
targets: { ${targets} }
${rest}`
  try {
    const read = readConfiguration({ file: { name: 'lifeboat.yaml', text }, environment: {} })
    const options = { environment: {}, directory: '/', allowCommands: false, clock: systemClock }
    await sealingFindings(createConfiguration(read, options))
    return []
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    return error.problems.map(
      ({ path, message, fix }) => `exit ${error.exitCode}, ${path}: ${message}; ${fix}`,
    )
  }
}

test('format: csv beside mode: native, whose rows the server writes in its own form; leave format out, or write mode: portable', async () => {
  expect(await problemsOf(`events: { ${EVENTS}, mode: native, format: csv } }`)).toEqual([
    'exit 2, targets.events.connection: format: csv is for mode: portable; in mode: native the server writes the rows in its own form; leave format out, or write mode: portable',
  ])
  const url = 'engine: clickhouse, connection: { url: { env: EVENTS_URL }'
  expect(await problemsOf(`events: { ${url}, mode: native, format: csv } }`)).toHaveLength(1)
  expect(await problemsOf(`events: { ${EVENTS}, mode: native, format: native } }`)).toEqual([])
  expect(await problemsOf(`events: { ${EVENTS}, mode: portable, format: csv } }`)).toEqual([])
})

test('a consent to what the engine never does', async () => {
  const cache = 'engine: redis, connection: { host: cache.internal }'
  expect(await problemsOf(`cache: { ${cache}, encryption: provider }, other: { ${cache} }`)).toEqual([
    'exit 2, targets.cache.encryption: redis has no backups that its server writes into the store by itself, so there is nothing to accept; remove it: what is backed up here is sealed for the recipients',
  ])
  expect(await problemsOf(`events: { ${EVENTS}, mode: portable }, encryption: provider }`)).toEqual([])
})

test('a group of nobody', async () => {
  const orders = 'orders: { engine: redis, connection: { host: cache.internal } }'
  expect(await problemsOf(orders, 'groups: { platform: { targets: [] } }')).toEqual([
    'exit 2, groups.platform.targets: must hold at least 1 entry; change it (Members in the order of capture and restore: derived stores first, the source of truth last)',
  ])
})
