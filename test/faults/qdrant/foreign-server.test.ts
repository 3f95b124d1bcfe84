import { once } from 'node:events'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { engine } from '../../../src/engines/qdrant/index.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { testContext } from '../../support/context.ts'

test.each<readonly [string, RequestListener]>([
  ['finds nothing there', (_, answer) => answer.writeHead(404).end('no such page')],
  ['leads elsewhere', (_, answer) => answer.writeHead(302, { location: '/login' }).end()],
  ['says Ok. to everybody, as ClickHouse does', (_, answer) => answer.end('Ok.\n')],
])('a web server that %s is told to be no Qdrant', async (_, listener) => {
  const web = createServer(listener).listen(0, '127.0.0.1')
  await once(web, 'listening')
  await using cleanup = new AsyncDisposableStack()
  cleanup.defer(() => web.closeAllConnections())
  cleanup.defer(() => void web.close())
  const context = engineContext(cleanup.use(await testContext()))
  const connection = { host: '127.0.0.1', port: (web.address() as AddressInfo).port }
  await expect(engine.probe(connection, context)).rejects.toMatchObject({
    code: 'server-unsupported',
    exitCode: 7,
    what: expect.stringContaining('is no Qdrant'),
  })
})

test.each(['two\nlines', 'one line\r\n', 'ключ'])(
  'a key that no request can carry is told before anybody is asked: %j',
  async (key) => {
    await using test = await testContext()
    const connection = { host: '127.0.0.1', port: 1, apiKey: new Secret(key) }
    const failure = await engine.probe(connection, engineContext(test)).catch((error: unknown) => error)
    expect(failure).toMatchObject({ code: 'config-invalid', exitCode: 2 })
    expect(String(failure)).not.toContain(key)
  },
)
