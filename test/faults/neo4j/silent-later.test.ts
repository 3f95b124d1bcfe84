import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { openDatabase } from '../../../src/engines/neo4j/database.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { connectionTo } from '../../support/engines/neo4j/connection-to.ts'
import { startNeo4j } from '../../support/servers/neo4j.ts'
import { startSpoilingProxy } from '../../support/servers/redis-proxy.ts'

test('a later connection that is never answered ends with the database that asked for it', async () => {
  await using held = await testContext()
  await using server = await startNeo4j()
  const { hostname: host, port } = new URL(server.uri)
  let silent = false
  const onTheWay = (bytes: Buffer): Buffer => (silent ? Buffer.alloc(0) : bytes)
  await using proxy = await startSpoilingProxy({ host, port: Number(port) }, onTheWay)
  const connection = { ...connectionTo(server), uri: `bolt://${proxy.host}:${proxy.port}` }
  const database = await openDatabase(connection, engineContext(held))
  // While this keeps the first connection, a question needs another one.
  const rows = database.streaming('UNWIND range(1, 100000) AS i RETURN i')[Symbol.asyncIterator]()
  await rows.next()
  silent = true
  const asked = database.run('RETURN 1').catch((error: unknown) => error)
  await sleep(200)
  await database[Symbol.asyncDispose]()
  const told = await Promise.race([asked, sleep(10_000, 'nothing')])
  expect(told).toMatchObject({ code: 'connection-lost' })
})
