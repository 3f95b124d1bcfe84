import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Capture } from '../../../src/core/engine.ts'
import { specOf, type Fingerprint } from '../../../src/core/fingerprint.ts'
import { compare } from '../../../src/drill/compare.ts'
import { engine } from '../../../src/engines/clickhouse/index.ts'
import { openSession } from '../../../src/engines/clickhouse/session.ts'
import { restoreCopy } from '../../contract/engines/restored-copy.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { connectionTo } from '../../support/engines/clickhouse/connection-to.ts'
import { fingerprintOf } from '../../support/engines/clickhouse/fingerprint-of.ts'
import { keepParts, type KeptParts } from '../../support/kept-parts.ts'
import { startClickHouse, type StartedClickHouse } from '../../support/servers/clickhouse.ts'

/** Everything that a database may hold besides plain tables. */
const YARD = [
  'CREATE FUNCTION yard_double AS (x) -> x * 2',
  'CREATE DATABASE yard',
  "CREATE DICTIONARY yard.names (id UInt64, name String) PRIMARY KEY id SOURCE(CLICKHOUSE(TABLE 'named' DB 'yard')) LAYOUT(FLAT()) LIFETIME(0)",
  'CREATE TABLE yard.named (id UInt64, name String) ENGINE = MergeTree ORDER BY id',
  "INSERT INTO yard.named VALUES (1, 'one')",
  "CREATE TABLE yard.source (id UInt32, name String DEFAULT dictGetOrDefault('yard.names', 'name', toUInt64(id), 'none')) ENGINE = MergeTree ORDER BY id",
  'CREATE TABLE yard.target (id UInt32, twice UInt64) ENGINE = MergeTree ORDER BY id',
  'CREATE MATERIALIZED VIEW yard.a_to TO yard.target AS SELECT id, yard_double(id) AS twice FROM yard.source',
  'CREATE MATERIALIZED VIEW yard.z_inner ENGINE = MergeTree ORDER BY id AS SELECT id, twice FROM yard.target',
  'CREATE MATERIALIZED VIEW yard.b_of_inner ENGINE = MergeTree ORDER BY id AS SELECT id FROM yard.z_inner',
  'CREATE VIEW yard.z_view AS SELECT source.id AS id, target.twice FROM yard.source AS source JOIN yard.target AS target ON source.id = target.id',
  'CREATE VIEW yard.a_view AS SELECT * FROM yard.z_view WHERE id > 1',
  'INSERT INTO yard.source (id) SELECT number FROM numbers(10)',
  "CREATE TABLE yard.queue (id UInt32) ENGINE = Kafka SETTINGS kafka_broker_list = 'kafka.invalid:9092', kafka_topic_list = 'orders', kafka_group_name = 'shop', kafka_format = 'JSONEachRow'",
  'CREATE MATERIALIZED VIEW yard.from_queue TO yard.target AS SELECT id, 0 AS twice FROM yard.queue',
  "CREATE TABLE yard.elsewhere (id UInt32) ENGINE = MySQL('mysql.invalid:3306', 'shop', 'orders', 'user', 'shown-to-nobody')",
  "CREATE TABLE yard.postgres (id UInt32) ENGINE = PostgreSQL('postgres.invalid:5432', 'shop', 'orders', 'user', 'shown-to-nobody')",
  "CREATE TABLE yard.web (id UInt32) ENGINE = URL('http://web.invalid/x.csv', 'CSV')",
  'CREATE TABLE yard.nothing (id UInt32) ENGINE = Null',
  "CREATE TABLE yard.buffered (id UInt32, twice UInt64) ENGINE = Buffer('yard', 'target', 1, 10, 100, 10000, 1000000, 10000000, 100000000)",
  "CREATE TABLE yard.merged (id UInt32) ENGINE = Merge('yard', '^(source|target)$')",
]

let context: Awaited<ReturnType<typeof testContext>>
let server: StartedClickHouse
let parts: KeptParts
let capture: Capture
let original: Fingerprint

beforeAll(async () => {
  context = await testContext()
  server = await startClickHouse()
  for (const statement of YARD) {
    await server.sql(statement).catch((error: Error) => {
      // The wheel's engine makes the table and then runs no consumers.
      if (!error.message.includes('Shutdown was called')) throw error
    })
  }
  parts = keepParts()
  const connection = connectionTo(server, 'yard')
  capture = await engine.capture(connection, { sink: parts, fingerprint: true }, engineContext(context))
  original = fingerprintOf(capture)
})

afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await context?.[Symbol.asyncDispose]()
})

test('a drill has every object, each row once, and starts no consumer', async () => {
  const from = { capture, parts: parts.source(capture.requirements) }
  await using copy = await restoreCopy(engine, from, engineContext(context))
  const restored = await engine.fingerprint(copy.connection, specOf(original), engineContext(context))
  expect(compare(original, restored).differences).toEqual([])
  expect(restored.inventory).toEqual(original.inventory)
  await using session = await openSession(copy.connection, context, 'yard')
  const rows = await session.rows(
    "SELECT name, engine FROM system.tables WHERE database = 'yard' AND name IN ('queue', 'elsewhere', 'postgres', 'web') ORDER BY name",
  )
  expect(new Set(rows.map(([, found]) => found))).toEqual(new Set(['Null']))
  expect(await session.rows('SELECT count() FROM z_inner')).toEqual([['10']])
  expect(await session.rows("SELECT dictGet('yard.names', 'name', toUInt64(1))")).toEqual([['one']])
})

test('what is not in the backup is said, and no secret is told', () => {
  for (const name of ['queue', 'web', 'buffered', 'names']) {
    expect(capture.limitations.join('\n')).toContain(`${name}:`)
  }
  const said = JSON.stringify([capture, context.events])
  const stored = [...parts.parts.values()].map((bytes) => bytes.toString('latin1')).join('\n')
  expect(said + stored).not.toContain('shown-to-nobody')
})

test('a restore under another name leads nowhere back to the source', async () => {
  const into = engine.destination(connectionTo(server, 'yard'), 'yard_restored')
  const kept = keepParts()
  const source = connectionTo(server, 'yard')
  const { requirements, fingerprint } = await engine.capture(
    source,
    { sink: kept, fingerprint: true },
    engineContext(context),
  )
  const expected = fingerprintOf({ fingerprint })
  const place = { kind: 'server', connection: into, tools: {} as never } as const
  const request = { parts: kept.source(requirements), purpose: 'destination', parallel: 2 } as const
  const loaded = await engine.load(place, request, engineContext(context))
  const restored = await engine.fingerprint(into, specOf(expected), engineContext(context))
  expect(compare(expected, restored).differences).toEqual([])
  // Beside the source a second consumer would take its messages.
  expect(loaded.limitations).toEqual([
    expect.stringMatching(/^queue: is an empty table here instead of Kafka/),
  ])
  expect(
    await server.sql("SELECT engine FROM system.tables WHERE database = 'yard_restored' AND name = 'queue'"),
  ).toBe('Null')
  expect(await server.sql("SELECT comment FROM system.databases WHERE name = 'yard_restored'")).toBe('')
  const definitions = await server.sql(
    "SELECT create_table_query FROM system.tables WHERE database = 'yard_restored' FORMAT TSVRaw",
  )
  expect(definitions).not.toMatch(/\byard\b/)
  await server.sql('INSERT INTO yard_restored.source (id) VALUES (100)')
  expect(await server.sql('SELECT count() FROM yard.target')).toBe('10')
  expect(await server.sql('SELECT count() FROM yard_restored.z_inner')).toBe('11')
})
