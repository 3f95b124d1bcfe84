import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { engine } from '../../../src/engines/clickhouse/index.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { connectionTo } from '../../support/engines/clickhouse/connection-to.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { startClickHouse, type StartedClickHouse } from '../../support/servers/clickhouse.ts'

let context: Awaited<ReturnType<typeof testContext>>
let server: StartedClickHouse

beforeAll(async () => {
  context = await testContext()
  server = await startClickHouse()
  await server.sql('CREATE DATABASE shop')
  await server.sql(`CREATE TABLE shop.orders (id UInt32, note String) ENGINE = MergeTree ORDER BY id
    SETTINGS min_bytes_for_wide_part = 0`)
  await server.sql('INSERT INTO shop.orders SELECT number, randomPrintableASCII(10) FROM numbers(100)')
  flipBits()
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await context?.[Symbol.asyncDispose]()
})

/** In few rows: the server tries to find the bit that was flipped. */
function flipBits(): void {
  const files = globSync(join(server.dataDir, 'store/**/note.bin'))
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) {
    const bytes = readFileSync(file)
    bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1
    writeFileSync(file, bytes)
  }
}

test('a source that is damaged on its disk fails the capture, and says what finds the damage', async () => {
  const request = { sink: keepParts(), fingerprint: true }
  await expect(engine.capture(connectionTo(server), request, engineContext(context))).rejects.toMatchObject({
    code: 'capture-failed',
    exitCode: 7,
    what: expect.stringContaining('data that the server reads is damaged'),
    fix: expect.stringContaining('CHECK TABLE'),
  })
})

test('a copy that cannot be read for damage is no copy', async () => {
  const spec = { seed: 'seed', methods: new Map(), leftOut: [] }
  const reading = engine.fingerprint(connectionTo(server), spec, engineContext(context))
  await expect(reading).rejects.toMatchObject({
    code: 'content-different',
    exitCode: 4,
    what: expect.stringContaining('data that the server reads is damaged'),
  })
})
