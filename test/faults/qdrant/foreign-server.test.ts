import type { RequestListener } from 'node:http'
import { expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { engine } from '../../../src/engines/qdrant/index.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { testContext } from '../../support/context.ts'
import { startWebServer } from '../../support/servers/web-server.ts'

test.each<readonly [string, RequestListener]>([
  ['finds nothing there', (_, answer) => answer.writeHead(404).end('no such page')],
  ['leads elsewhere', (_, answer) => answer.writeHead(302, { location: '/login' }).end()],
  ['says Ok. to everybody, as ClickHouse does', (_, answer) => answer.end('Ok.\n')],
])('a web server that %s is told to be no Qdrant', async (_, listener) => {
  await using web = await startWebServer(listener)
  await using test = await testContext()
  const context = engineContext(test)
  const connection = { host: '127.0.0.1', port: web.port }
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
