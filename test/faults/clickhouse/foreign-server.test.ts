import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { connect } from '../../../src/engines/clickhouse/connection.ts'
import { engine } from '../../../src/engines/clickhouse/index.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { testContext } from '../../support/context.ts'
import { startWebServer } from '../../support/servers/web-server.ts'

const KEY_WANTED = 'Must provide an API key or an Authorization bearer token'

test.each<readonly [string, RequestListener, string]>([
  ['finds nothing there', (_, answer) => answer.writeHead(404).end(), 'its answer is empty'],
  ['wants a key, as Qdrant does', (_, answer) => answer.writeHead(401).end(KEY_WANTED), KEY_WANTED],
  ['is content with anything', (_, answer) => answer.end('<html>Welcome</html>'), 'Welcome'],
  ['says nothing', (_, answer) => answer.end(), 'its answer is empty'],
])('a web server that %s is told to be no ClickHouse', async (_, listener, why) => {
  await using web = await startWebServer(listener)
  await using test = await testContext()
  const context = engineContext(test)
  const written = { host: '127.0.0.1', port: web.port, database: 'shop' }
  const connection = await connect(written, () => Promise.reject(new Error('no secret')))
  const failure = { code: 'server-unsupported', exitCode: 7, why: expect.stringContaining(why) }
  await expect(engine.probe(connection, context)).rejects.toMatchObject(failure)
  await expect(engine.inspect(connection, context)).rejects.toMatchObject(failure)
})
