import { describe, expect, test } from 'vitest'
import type { Configuration } from '../../../src/config/configuration.ts'
import { createConfiguration } from '../../../src/config/create-configuration.ts'
import type { Finding } from '../../../src/config/findings/finding.ts'
import { findingsOf } from '../../../src/config/findings/findings-of.ts'
import { sealingFindings } from '../../../src/config/findings/sealing-findings.ts'
import { readConfiguration } from '../../../src/config/read-configuration.ts'
import { systemClock } from '../../../src/runtime/clock.ts'

const NOW = new Date('2026-11-21T00:00:00Z')
const RECIPIENT = 'age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p'

interface Fleet {
  readonly schedule?: string
  readonly objectives?: string
  readonly rest?: string
  readonly orders?: string
}

function configurationOf({ schedule, objectives, rest, orders }: Fleet): Configuration {
  const text = `version: 1
project: shop
stores: { primary: { type: filesystem, path: /srv } }
evidence: { key: { env: KEY } }
${rest ?? `encryption: { recipients: [${RECIPIENT}, ${RECIPIENT}] }`}
defaults:
  schedule: { ${schedule ?? 'backup: "17 2 * * *", drill: "17 4 * * 0#1"'} }
  objectives: { ${objectives ?? 'rpo: 25h, rto: 30m'} }
targets:
  orders:
    engine: redis
    connection: { host: cache.internal }
    ${orders ?? ''}
`
  const read = readConfiguration({ file: { name: 'lifeboat.yaml', text }, environment: {} })
  const environment = {}
  const options = { environment, directory: '/', allowCommands: false, clock: systemClock }
  return createConfiguration(read, options)
}

function findings(fleet: Fleet): Finding[] {
  return findingsOf(configurationOf(fleet), NOW)
}

function brief(fleet: Fleet): string[] {
  return findings(fleet).map(({ severity, code, path }) => `${severity} ${code} ${path}`)
}

test('a nightly backup with an hour to spare and a monthly drill leave nothing open', () => {
  expect(findings({})).toEqual([])
})

describe('an rpo', () => {
  test('of an hour cannot be met by a backup a night', () => {
    expect(findings({ orders: 'objectives: { rpo: 1h }' })).toEqual([
      {
        code: 'rpo-unreachable',
        severity: 'error',
        location: { file: 'lifeboat.yaml', line: 13, column: 24 },
        path: 'targets.orders.objectives.rpo',
        message: 'a loss of at most 1 hour is promised, but up to 1 day pass between two backups',
        fix: 'back up more often, or agree on a longer rpo',
      },
    ])
  })

  test('of exactly the gap cannot be met, because a backup takes time', () => {
    expect(brief({ objectives: 'rpo: 24h, rto: 30m' })).toEqual([
      'error rpo-unreachable targets.orders.objectives.rpo',
    ])
    expect(brief({ objectives: 'rpo: 24h1m, rto: 30m' })).toEqual([])
  })

  test('must hold in the night when the clock is put back', () => {
    const schedule = 'backup: "17 2 * * *", drill: "17 4 * * 0#1", timeZone: Europe/Berlin'
    expect(brief({ schedule })).toEqual(['error rpo-unreachable targets.orders.objectives.rpo'])
    expect(brief({ schedule, objectives: 'rpo: 26h, rto: 30m' })).toEqual([])
  })

  test('without any schedule of backups cannot be met', () => {
    expect(brief({ schedule: 'drill: "17 4 * * 0#1"' })).toEqual([
      'error schedule-missing targets.orders.schedule.backup',
    ])
  })

  test('is blamed on defaults where it stands there', () => {
    const [finding] = findings({ objectives: 'rpo: 1h, rto: 30m' })
    expect(finding).toMatchObject({
      location: { line: 8, column: 22 },
      path: 'targets.orders.objectives.rpo',
    })
  })
})

test.each<[Fleet, string]>([
  [{ schedule: 'backup: "17 2 * * *"' }, 'warning rto-unmeasured targets.orders.schedule.drill'],
  [{ objectives: 'rpo: 25h' }, 'warning rto-missing targets.orders.objectives.rto'],
  [{ objectives: 'approvedBy: cto' }, 'warning objectives-missing targets.orders.objectives'],
  [
    { schedule: 'backup: "17 2 * * *", drill: "17 4 1 */2 *"' },
    'warning drills-rare defaults.schedule.drill',
  ],
  [
    { schedule: 'backup: "0 2 * * *", drill: "17 4 * * 0#1"' },
    'warning minute-crowded defaults.schedule.backup',
  ],
  [
    { orders: 'settings: { fingerprint: false }' },
    'warning fingerprint-off targets.orders.settings.fingerprint',
  ],
  [{ rest: '' }, 'warning unencrypted encryption.recipients'],
  [{ rest: `encryption: { recipients: [${RECIPIENT}] }` }, 'warning escrow-missing encryption.recipients'],
])('%j: %s', (fleet, expected) => {
  expect(brief(fleet)).toEqual([expected])
})

function withNative(encryption = ''): Configuration {
  const events = 'engine: clickhouse, connection: { host: events.internal, database: shop, mode: native }'
  return configurationOf({
    orders: `
  events: { ${events}${encryption} }`,
  })
}

describe('a target whose server writes the backup by itself', () => {
  test('cannot be sealed for the recipients', async () => {
    expect(await sealingFindings(withNative())).toMatchObject([
      { severity: 'error', code: 'unsealable', path: 'targets.events.encryption', location: { line: 14 } },
    ])
  })

  test('needs no seal where the target says so, or where nothing is sealed', async () => {
    expect(await sealingFindings(withNative(', encryption: provider'))).toEqual([])
    const encryption = { recipients: [], identities: async () => [] }
    expect(await sealingFindings({ ...withNative(), encryption })).toEqual([])
  })
})

test('what several targets take from defaults is told once', () => {
  const orders = `
  sessions:
    engine: redis
    connection: { host: cache.internal }`
  expect(brief({ schedule: 'backup: "0 2 * * *", drill: "17 4 * * 0#1"', orders })).toEqual([
    'warning minute-crowded defaults.schedule.backup',
  ])
})
