import { expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { compare } from '../../../src/drill/compare.ts'
import { runNegativeControl } from '../../../src/drill/negative-control.ts'
import { openClient } from '../../../src/engines/redis/connection.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { testContext } from '../../support/context.ts'
import { startRedis } from '../../support/servers/redis.ts'

test('every change of a database with one key is noticed, its removal too', async () => {
  await using server = await startRedis({ password: 'secret', settings: { 'repl-diskless-sync-delay': 0 } })
  await using made = await testContext()
  const context = engineContext(made)
  const connection = { host: server.host, port: server.port, password: new Secret('secret') }
  const client = await openClient(connection)
  const seen = new Map<string, boolean>()
  for (let turn = 0; seen.size < 4; turn++) {
    await client.flushAll()
    await client.set('order', '1')
    const spec = { seed: 'seed', methods: new Map<string, string>(), leftOut: [] }
    const expected = await engine.fingerprint(connection, spec, context)
    const request = { engine, connection, expected, seed: `turn ${turn}`, compare, context }
    const control = await runNegativeControl(request)
    seen.set(control?.change ?? 'nothing', control?.detected ?? false)
  }
  client.destroy()
  expect(Object.fromEntries(seen)).toEqual({
    'the value of one string changed': true,
    'one key made to expire': true,
    'one key removed': true,
    'one key added': true,
  })
})
