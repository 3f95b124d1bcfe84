import { createClient } from '@redis/client'
import { expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { runDrill } from '../../../src/drill/drill.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import { drillPlan, drillTarget, openBenchOf } from '../../support/drill-bench.ts'
import { testImage } from '../../support/servers/image.ts'
import { startRedis } from '../../support/servers/redis.ts'

test('a target may be called as what every object inherits, and has what a plan says of it alone', async () => {
  await using server = await startRedis({ password: 'secret' })
  const client = await createClient({ url: server.url, password: 'secret' }).connect()
  await client.set('key', 'value')
  await client.close()
  const connection = { host: server.host, port: server.port, password: new Secret('secret') }
  const target = drillTarget(
    { name: 'constructor', engine: 'redis', connect: async () => connection },
    testImage('redis-7'),
  )
  await using bench = await openBenchOf(target, engine)
  const drill = async (written: object) =>
    runDrill(await bench.job({ plan: drillPlan({ provider: 'process', ...written }) }))
  const plain = await drill({})
  expect([plain.error, plain.integrity]).toEqual([undefined, undefined])
  const ruled = await drill({ integrity: { constructor: [{ rule: 'schemaEqual' }] } })
  expect([ruled.error, ruled.integrity]).toMatchObject([undefined, [{ rule: 'schemaEqual' }]])
})
