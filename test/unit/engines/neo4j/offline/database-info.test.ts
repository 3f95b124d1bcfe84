import { expect, test } from 'vitest'
import { parseDatabaseInfo } from '../../../../../src/engines/neo4j/offline/database-info.ts'

// As neo4j-admin 5.26.30 prints it.
const STOPPED = `Database name:                neo4j
Database in use:              false
Store format version:         record-aligned-1.1
Store format introduced in:   5.0.0
Last committed transaction id:6
Store needs recovery:         false

Database name:                system
Database in use:              false
Store format version:         record-aligned-1.1
Store format introduced in:   5.0.0
Last committed transaction id:27
Store needs recovery:         true
`
const RUNNING = `Database name:                neo4j
Database in use:              true
Last committed transaction id:-1
Store needs recovery:         true
`

test('a stopped database tells its last transaction', () => {
  expect(parseDatabaseInfo(STOPPED, 'neo4j')).toEqual({
    inUse: false,
    lastTransaction: 6n,
    needsRecovery: false,
  })
  expect(parseDatabaseInfo(STOPPED, 'system')).toEqual({
    inUse: false,
    lastTransaction: 27n,
    needsRecovery: true,
  })
})

test('of one in use nothing is believed but that', () => {
  expect(parseDatabaseInfo(RUNNING, 'neo4j')).toMatchObject({ inUse: true, lastTransaction: undefined })
})

test.each(['', 'Database name: neo4j', STOPPED.replaceAll('neo4j', 'shop')])(
  'a list without the database says nothing of it',
  (text) => {
    expect(parseDatabaseInfo(text, 'neo4j')).toBeUndefined()
  },
)
