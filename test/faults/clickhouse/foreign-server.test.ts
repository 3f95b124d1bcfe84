import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { connect } from '../../../src/engines/clickhouse/connection.ts'
import { engine } from '../../../src/engines/clickhouse/index.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { testContext } from '../../support/context.ts'

const KEY_WANTED = 'Must provide an API key or an Authorization bearer token'

test.each<readonly [string, RequestListener, string]>([
  ['finds nothing there', (_, answer) => answer.writeHead(404).end(), 'its answer is empty'],
  ['wants a key, as Qdrant does', (_, answer) => answer.writeHead(401).end(KEY_WANTED), KEY_WANTED],
  ['is content with anything', (_, answer) => answer.end('<html>Welcome</html>'), 'Welcome'],
  ['says nothing', (_, answer) => answer.end(), 'its answer is empty'],
])('a web server that %s is told to be no ClickHouse', async (_, listener, why) => {
  const web = createServer(listener).listen(0, '127.0.0.1')
  await once(web, 'listening')
  await using cleanup = new AsyncDisposableStack()
  cleanup.defer(() => web.closeAllConnections())
  cleanup.defer(() => void web.close())
  const context = engineContext(cleanup.use(await testContext()))
  const written = { host: '127.0.0.1', port: (web.address() as AddressInfo).port, database: 'shop' }
  const connection = await connect(written, () => Promise.reject(new Error('no secret')))
  const failure = { code: 'server-unsupported', exitCode: 7, why: expect.stringContaining(why) }
  await expect(engine.probe(connection, context)).rejects.toMatchObject(failure)
  await expect(engine.inspect(connection, context)).rejects.toMatchObject(failure)
})
