import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Capture } from '../../../src/core/engine.ts'
import { specOf } from '../../../src/core/fingerprint.ts'
import { compare } from '../../../src/drill/compare.ts'
import { engine } from '../../../src/engines/clickhouse/index.ts'
import type { ClickHouseConnection } from '../../../src/engines/clickhouse/connection.ts'
import { restoreCopy } from '../../contract/engines/restored-copy.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { connectionTo } from '../../support/engines/clickhouse/connection-to.ts'
import { fingerprintOf } from '../../support/engines/clickhouse/fingerprint-of.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { startClickHouse, type StartedClickHouse } from '../../support/servers/clickhouse.ts'

let context: Awaited<ReturnType<typeof testContext>>
let server: StartedClickHouse

beforeAll(async () => {
  context = await testContext()
  server = await startClickHouse({ tls: true })
  await server.sql('CREATE DATABASE shop')
  await server.sql(
    'CREATE TABLE shop.events (at Date, note Nullable(String)) ENGINE = MergeTree PARTITION BY toYYYYMM(at) ORDER BY at',
  )
  await server.sql(
    "INSERT INTO shop.events SELECT toDate('2024-01-01') + number % 90, toString(number) FROM numbers(50000)",
  )
  await server.sql('CREATE TABLE shop.log (line String) ENGINE = Log')
  await server.sql("INSERT INTO shop.log VALUES ('first')")
})

afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await context?.[Symbol.asyncDispose]()
})

interface Captured {
  readonly capture: Capture
  readonly differences: readonly string[]
}

/** Captures while `meanwhile` runs after the first bytes of a table, restores the copy and compares. */
async function capture(
  connection: ClickHouseConnection,
  meanwhile: (part: string) => Promise<unknown> = async () => undefined,
): Promise<Captured> {
  const parts = keepParts()
  const sink = {
    ...parts,
    stream: async (...given: Parameters<typeof parts.stream>) => {
      await meanwhile(given[0])
      await parts.stream(...given)
    },
  }
  const done = await engine.capture(connection, { sink, fingerprint: true }, engineContext(context))
  await using copy = await restoreCopy(
    engine,
    { capture: done, parts: parts.source(done.requirements) },
    engineContext(context),
  )
  const restored = await engine.fingerprint(
    copy.connection,
    specOf(fingerprintOf(done)),
    engineContext(context),
  )
  return { capture: done, differences: compare(fingerprintOf(done), restored).differences }
}

describe.each(['reader', 'writer'] as const)('a %s, who may make no clones', (login) => {
  test('backs up exactly what stands still, and says that it was read in place', async () => {
    const connection = { ...connectionTo(server), user: server[login] }
    const { capture: done, differences } = await capture(connection)
    expect(differences).toEqual([])
    expect(fingerprintOf(done).coverage).toEqual({ kind: 'exact' })
    expect(done.limitations.join('\n')).toContain('read in place')
    expect(done.consistency.kind).toBe('perObject')
    expect(await server.sql("SELECT count() FROM system.databases WHERE name LIKE '\\_\\_bk%'")).toBe('0')
  })
})

test('a reader says how much moved while it read, and the rest is still compared', async () => {
  const connection = { ...connectionTo(server), user: server.reader, compress: true }
  const { capture: done, differences } = await capture(connection, async (part) => {
    if (part.startsWith('table-0001'))
      await server.sql("INSERT INTO shop.events VALUES ('2024-03-01', 'late')")
    if (part.startsWith('table-0002')) await server.sql("INSERT INTO shop.log VALUES ('late')")
  })
  const { coverage, datasets, leftOut } = fingerprintOf(done)
  expect(coverage).toEqual({ kind: 'partial', equal: 2, total: 4 })
  expect(datasets.map(({ name, method }) => [name, method])).toEqual([
    ['events', 'row-hash/1 without ["202403"]'],
  ])
  expect(leftOut).toEqual(['log'])
  expect(done.consistency.kind).toBe('fuzzy')
  expect(Date.parse(done.consistency.toAt)).toBeGreaterThanOrEqual(Date.parse(done.consistency.fromAt))
  expect(done.limitations.join('\n')).toMatch(/events: .*1 of 3 partitions/)
  expect(differences).toEqual([])
})

test('rows that come before a table is read in place are within the interval that is told, fingerprint or not', async () => {
  const parts = keepParts()
  let insertedAt = ''
  const stream = async (...given: Parameters<typeof parts.stream>) => {
    if (given[0].startsWith('table-0001')) {
      await server.sql("INSERT INTO shop.log VALUES ('later')")
      insertedAt = await server.sql("SELECT toString(now64(3, 'UTC'))")
      await server.sql("INSERT INTO shop.events VALUES ('2024-03-01', 'moved')")
    }
    await parts.stream(...given)
  }
  const connection = { ...connectionTo(server), user: server.reader }
  const done = await engine.capture(
    connection,
    { sink: { ...parts, stream }, fingerprint: false },
    engineContext(context),
  )
  expect(done.consistency.kind).toBe('fuzzy')
  expect(Date.parse(done.consistency.toAt)).toBeGreaterThanOrEqual(Date.parse(`${insertedAt}Z`))
})

test('rows that come while clones are read are in the next backup', async () => {
  const before = await server.sql('SELECT count() FROM shop.events')
  const { capture: done, differences } = await capture(connectionTo(server), async (part) => {
    if (!part.startsWith('table-0001')) return
    await server.sql("INSERT INTO shop.events VALUES ('2024-03-01', 'later')")
    await server.sql("ALTER TABLE shop.events DELETE WHERE note = '7' SETTINGS mutations_sync = 1")
  })
  expect(differences).toEqual([])
  expect(fingerprintOf(done).coverage).toEqual({ kind: 'exact' })
  expect(done.consistency.kind).toBe('perObject')
  expect(fingerprintOf(done).datasets.find(({ name }) => name === 'events')?.count).toBe(Number(before))
})

const secure = (caFile?: string): ClickHouseConnection => ({
  ...connectionTo(server),
  port: server.securePort,
  compress: true,
  tls: caFile === undefined ? {} : { caFile },
})

describe('over https', () => {
  test('with its own authority', async () => {
    const { differences } = await capture(secure(server.tls?.caFile))
    expect(differences).toEqual([])
  })

  test('nobody else is trusted', async () => {
    for (const caFile of [undefined, server.tls?.strangerCaFile]) {
      await expect(engine.probe(secure(caFile), engineContext(context))).rejects.toMatchObject({
        code: 'server-unreachable',
        what: expect.stringContaining('could not prove who it is') as string,
      })
    }
  })

  test('a certificate that cannot be read is named', async () => {
    await expect(engine.probe(secure('/nonexistent.pem'), engineContext(context))).rejects.toMatchObject({
      code: 'config-invalid',
    })
  })
})

test('sweep drops what dead runs left, and nothing of those that live', async () => {
  for (const run of ['dead', 'alive']) {
    await server.sql(`CREATE DATABASE \`__bk_${run}\``)
    await server.sql(`CREATE TABLE \`__bk_${run}\`.events CLONE AS shop.events`)
  }
  await server.sql("CREATE DATABASE half COMMENT 'lifeboat restore dead in progress'")
  await server.sql("CREATE DATABASE whole COMMENT 'somebody else’s'")
  const done = await engine.sweep(connectionTo(server), (run) => run === 'alive', engineContext(context))
  expect(done).toHaveLength(2)
  const left = await server.sql('SHOW DATABASES')
  expect(left.split('\n')).toEqual(expect.arrayContaining(['__bk_alive', 'whole', 'shop']))
  expect(left).not.toMatch(/__bk_dead|half/)
  await server.sql('DROP DATABASE __bk_alive SYNC')
})

test('a mutation under way is waited for, and one that does not end is told', async () => {
  await server.sql('CREATE TABLE shop.mutated (id UInt32, n UInt32) ENGINE = MergeTree ORDER BY id')
  await server.sql('INSERT INTO shop.mutated SELECT number, 0 FROM numbers(1000)')
  await server.sql('SYSTEM STOP MERGES shop.mutated')
  await server.sql('ALTER TABLE shop.mutated UPDATE n = 1 WHERE 1 SETTINGS mutations_sync = 0')
  const stuck = await capture({ ...connectionTo(server), mutationTimeoutMs: 300 })
  expect(stuck.capture.limitations.join('\n')).toMatch(/mutation of mutated was under way/)
  expect(stuck.differences).toEqual([])
  const waiting = capture({ ...connectionTo(server), mutationTimeoutMs: 30_000 })
  await sleep(500)
  await server.sql('SYSTEM START MERGES shop.mutated')
  const waited = await waiting
  expect(waited.capture.limitations.join('\n')).not.toMatch(/mutation/)
  expect(waited.differences).toEqual([])
  await server.sql('DROP TABLE shop.mutated SYNC')
})
