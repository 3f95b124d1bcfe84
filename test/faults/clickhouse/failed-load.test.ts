import { Readable } from 'node:stream'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engine } from '../../../src/engines/clickhouse/index.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { connectionTo } from '../../support/engines/clickhouse/connection-to.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { startClickHouse, type StartedClickHouse } from '../../support/servers/clickhouse.ts'

const TABLES = 8
const PIECES = 20

let server: StartedClickHouse
beforeAll(async () => {
  server = await startClickHouse()
  await server.sql('CREATE DATABASE shop')
  for (let table = 0; table < TABLES; table += 1) {
    await server.sql(`CREATE TABLE shop.t${table} (row UInt64) ENGINE = MergeTree ORDER BY row`)
    await server.sql(`INSERT INTO shop.t${table} SELECT number FROM numbers(200000)`)
  }
})
afterAll(() => server?.[Symbol.asyncDispose]())

test.each(['sandbox', 'destination'] as const)(
  'a table that cannot be loaded ends the loading of the others: %s',
  async (purpose) => {
    await using context = await testContext()
    const parts = keepParts()
    const request = { sink: parts, fingerprint: false }
    const capture = await engine.capture(connectionTo(server), request, engineContext(context))
    const source = parts.source(capture.requirements)
    const opened: string[] = []
    const whole: string[] = []
    const open = async (name: string): Promise<Readable> => {
      if (!name.startsWith('table-')) return source.open(name)
      opened.push(name)
      if (name.startsWith('table-0001')) return Readable.from([Buffer.from('no block of rows at all')])
      return Readable.from(slowly(parts.parts.get(name) ?? Buffer.alloc(0), () => whole.push(name)))
    }
    const connection = connectionTo(server, `back_${purpose}`)
    const place = { kind: 'server', connection, tools: {} as never } as const
    const loading = engine.load(
      place,
      { parts: { ...source, open }, purpose, parallel: 2 },
      engineContext(context),
    )
    await expect(loading).rejects.toMatchObject({ code: 'load-failed' })
    const before = opened.length
    await wait(3000)
    expect({ opened: opened.length, whole }).toEqual({ opened: before, whole: [] })
    expect(before).toBeLessThan(TABLES)
  },
)

/** Two seconds of a part. */
async function* slowly(bytes: Buffer, end: () => void): AsyncGenerator<Buffer> {
  const piece = Math.ceil(bytes.length / PIECES)
  for (let at = 0; at < bytes.length; at += piece) {
    await wait(100)
    yield bytes.subarray(at, at + piece)
  }
  end()
}
