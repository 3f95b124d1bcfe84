import { describe, expect, test } from 'vitest'
import { connectionSchema } from '../../../../../src/engines/neo4j/config.ts'
import { onlineSchema } from '../../../../../src/engines/neo4j/online/config.ts'
import { onlineSource } from '../../../../../src/engines/neo4j/online/source.ts'
import { backupCommand } from '../../../../../src/engines/neo4j/online/backup-command.ts'
import type { EngineContext } from '../../../../../src/core/engine.ts'
import type { Looking } from '../../../../../src/engines/neo4j/offline/source.ts'

const home = '/opt/neo4j-enterprise'

test('the licence is accepted by the user or not at all', () => {
  expect(onlineSchema.safeParse({ home }).success).toBe(false)
  expect(onlineSchema.safeParse({ home, acceptLicense: 'no' }).success).toBe(false)
  expect(onlineSchema.safeParse({ home, acceptLicense: 'yes' }).success).toBe(true)
})

describe('refused', () => {
  test.each([
    { acceptLicense: 'eval' },
    { acceptLicense: 'eval', home, image: 'neo4j:5.26.30-enterprise' },
    { acceptLicense: 'eval', home: 'opt/neo4j' },
    { acceptLicense: 'eval', home, from: 'db.internal' },
    { acceptLicense: 'eval', home, from: '--verbose:1' },
  ])('%j', (online) => {
    expect(onlineSchema.safeParse(online).success).toBe(false)
  })
})

test('a mode has the settings that belong to it, and no others', () => {
  const uri = 'neo4j://db.internal:7687'
  const control = { docker: 'shop', window: '02:00-04:00' }
  const online = { home, acceptLicense: 'yes' }
  const accepts = (more: object): boolean => connectionSchema.safeParse({ uri, ...more }).success
  expect(accepts({ mode: 'online', online })).toBe(true)
  expect(accepts({ mode: 'offline', control })).toBe(true)
  expect(accepts({ mode: 'online' })).toBe(false)
  expect(accepts({ mode: 'online', control })).toBe(false)
  expect(accepts({ mode: 'offline', control, online })).toBe(false)
  expect(accepts({ online })).toBe(false)
})

test.each([
  ['neo4j+s://db.internal:7687', undefined, 'db.internal:6362'],
  ['bolt://10.0.0.5:7687', undefined, '10.0.0.5:6362'],
  ['bolt://[fd00::5]:7687', undefined, '[fd00::5]:6362'],
  ['bolt://10.0.0.5:7687', 'backup.internal:7000', 'backup.internal:7000'],
])('a backup of %s, told %s, is asked of %s', (uri, from, expected) => {
  const online = { home, acceptLicense: 'yes' as const, ...(from === undefined ? {} : { from }) }
  const connection = { uri, user: 'neo4j', database: 'neo4j', mode: 'online' as const, online }
  expect(onlineSource(connection, {} as Looking, {} as EngineContext).from).toBe(expected)
})

test('the command is the documented one, with nothing secret on it', () => {
  const command = backupCommand({
    from: 'db:6362',
    directory: '/tmp/b',
    database: 'shop',
    acceptLicense: 'eval',
  })
  expect(command).toEqual({
    program: 'neo4j-admin',
    args: [
      'database',
      'backup',
      '--from=db:6362',
      '--to-path=/tmp/b',
      '--type=FULL',
      '--include-metadata=all',
      '--compress=true',
      'shop',
    ],
    env: { NEO4J_ACCEPT_LICENSE_AGREEMENT: 'eval' },
  })
})
