import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import type { DelegatedFolder, EarlierTree } from '../../../../../src/core/delegation.ts'
import type { CaptureSink } from '../../../../../src/core/engine.ts'
import { backUpTables } from '../../../../../src/engines/clickhouse/native/back-up.ts'
import type { NativeBackup } from '../../../../../src/engines/clickhouse/native/back-up.ts'
import { engineContext, testContext } from '../../../../support/context.ts'

const EARLIER: EarlierTree = {
  backupId: 'the-one-before',
  address: { kind: 'folder', path: '/srv/before/' },
  bases: [],
  read: async () => Readable.from([]),
  requirements: {},
}

const session = {
  changesSettings: true,
  run: async () => undefined,
  rows: async () => [['BACKUP_CREATED', '', 'query', '0', '0']],
} as unknown as NativeBackup['session']

async function noticesOf(native: object, earlier: EarlierTree | undefined): Promise<readonly unknown[]> {
  await using test = await testContext()
  const folder = { address: { kind: 'folder', path: '/srv/now/' }, earlier: async () => earlier }
  const sink = {
    delegate: async (_name: string, write: (folder: DelegatedFolder) => Promise<unknown>) => {
      await write(folder as unknown as DelegatedFolder)
      return { objects: 1 }
    },
  } as unknown as CaptureSink
  const connection = { native } as unknown as NativeBackup['connection']
  await backUpTables({ sink, session, connection, tables: [], context: engineContext(test) })
  return test.events.flatMap((event) => (event.event === 'notice' ? [event.message] : []))
}

test.each([
  ['a full backup', { increments: 2 }, undefined],
  ['an increment on the-one-before', { increments: 2 }, EARLIER],
])('who takes increments is told that the server writes %s', async (what, native, earlier) => {
  expect(await noticesOf(native, earlier)).toEqual([`the server writes ${what}`])
})

test.each([{}, { increments: 0 }])(
  'with %o every backup is a full one, which needs no word',
  async (native) => {
    expect(await noticesOf(native, EARLIER)).toEqual([])
  },
)
