import { afterAll, beforeAll, expect, test } from 'vitest'
import { runOperation } from '../../../src/engines/clickhouse/native/operation.ts'
import { openSession } from '../../../src/engines/clickhouse/session.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { connectionTo } from '../../support/engines/clickhouse/connection-to.ts'
import { startClickHouse, type StartedClickHouse } from '../../support/servers/clickhouse.ts'

let context: Awaited<ReturnType<typeof testContext>>
let server: StartedClickHouse

beforeAll(async () => {
  context = await testContext()
  server = await startClickHouse()
  await server.sql('CREATE DATABASE shop')
  await server.sql('CREATE TABLE shop.orders (id UInt32) ENGINE = MergeTree ORDER BY id')
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await context?.[Symbol.asyncDispose]()
})

test.each([
  ['BACKUP', `TO File('/srv/elsewhere/1/')`],
  ['RESTORE', `FROM File('/srv/elsewhere/1/')`],
  ['RESTORE', `FROM Disk('default', '1/')`],
] as const)(
  'a %s %s, where the server may not go, says nothing about the copy: exit 7',
  async (kind, place) => {
    const [connection, running] = [connectionTo(server), engineContext(context)]
    await using session = await openSession(connection, running)
    const operation = { statement: `${kind} TABLE shop.orders ${place}`, settings: [], kind }
    await expect(runOperation(session, operation, { connection, context: running })).rejects.toMatchObject({
      code: 'privilege-missing',
      exitCode: 7,
      fix: expect.stringContaining('backups.allowed_path'),
    })
  },
)
