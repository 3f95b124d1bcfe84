import { createClient } from '@redis/client'
import { expect, test } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { runDrill } from '../../../src/drill/drill.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import { drillPlan, drillTarget, openBenchOf } from '../../support/drill-bench.ts'
import { testImage } from '../../support/servers/image.ts'
import { startRedis } from '../../support/servers/redis.ts'

test.each(['container', 'process'] as const)(
  'a drill in a %s of an engine that loads on a fresh machine reaches what it declares',
  async (provider) => {
    await using server = await startRedis({ password: 'secret' })
    const client = await createClient({ url: server.url, password: 'secret' }).connect()
    for (let n = 0; n < 500; n++) await client.set(`key ${n}`, `value ${n}`)
    await client.close()
    const connection = { host: server.host, port: server.port, password: new Secret('secret') }
    const target = drillTarget({ engine: 'redis', connect: async () => connection }, testImage('redis-7'))
    await using bench = await openBenchOf(target, engine)
    const record = await runDrill(await bench.job({ plan: drillPlan({ provider }) }))
    expect(record.error).toBeUndefined()
    expect(record).toMatchObject({
      outcome: 'succeeded',
      grade: 6,
      highestGrade: { grade: 7 },
      proven: true,
      comparison: { origin: 'source' },
      negativeControl: { detected: true },
      sandbox: { provider, egress: 'blocked', destroyed: true },
      verdicts: { integrity: 'met' },
    })
  },
)
