import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { specOf } from '../../../src/core/fingerprint.ts'
import { storedColumns, type Column } from '../../../src/engines/clickhouse/columns.ts'
import { digestPartitions } from '../../../src/engines/clickhouse/digest.ts'
import { engine } from '../../../src/engines/clickhouse/index.ts'
import { listObjects } from '../../../src/engines/clickhouse/objects.ts'
import { quoteIdentifier } from '../../../src/engines/clickhouse/quote.ts'
import { openSession, type Session } from '../../../src/engines/clickhouse/session.ts'
import { compare } from '../../../src/drill/compare.ts'
import { runNegativeControl, type NegativeControl } from '../../../src/drill/negative-control.ts'
import { restoreCopy, type RestoredCopy } from '../../contract/engines/restored-copy.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { connectionTo } from '../../support/engines/clickhouse/connection-to.ts'
import { fingerprintOf } from '../../support/engines/clickhouse/fingerprint-of.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { startClickHouse, type StartedClickHouse } from '../../support/servers/clickhouse.ts'
import type { ClickHouseConnection } from '../../../src/engines/clickhouse/connection.ts'

const WIDTH = 500

let context: Awaited<ReturnType<typeof testContext>>
let server: StartedClickHouse
let session: Session

beforeAll(async () => {
  context = await testContext()
  server = await startClickHouse()
  const zoo = await readFile(join(import.meta.dirname, 'zoo.sql'), 'utf8')
  const statements = zoo.replace(/^--.*\n/, '').split(/;\n\n?/)
  for (const statement of statements.filter((each) => each.trim() !== '')) await server.sql(statement)
  const wide = Array.from({ length: WIDTH }, (_, at) => `c${at} Nullable(UInt32)`)
  await server.sql(`CREATE TABLE zoo.wide (row UInt8, ${wide.join(', ')}) ENGINE = MergeTree ORDER BY row`)
  await server.sql(`INSERT INTO zoo.wide (row, c0, c${WIDTH - 1}) VALUES (1, 0, NULL), (2, NULL, 0)`)
  session = await openSession(connectionTo(server, 'zoo'), context)
})

afterAll(async () => {
  await session?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
  await context?.[Symbol.asyncDispose]()
})

describe.each(['native', 'csv'] as const)('the zoo as %s', (format) => {
  let copy: RestoredCopy<ClickHouseConnection>

  afterAll(() => copy?.[Symbol.asyncDispose]())

  test('comes back as it was', async () => {
    const parts = keepParts()
    const connection = { ...connectionTo(server, 'zoo'), format }
    const capture = await engine.capture(
      connection,
      { sink: parts, fingerprint: true },
      engineContext(context),
    )
    expect(capture.fingerprint?.coverage).toEqual({ kind: 'exact' })
    expect(capture.consistency.kind).toBe('perObject')
    const source = fingerprintOf(capture)
    copy = await restoreCopy(
      engine,
      { capture, parts: parts.source(capture.requirements) },
      engineContext(context),
    )
    const restored = await engine.fingerprint(copy.connection, specOf(source), engineContext(context))
    expect(compare(source, restored).differences).toEqual([])
  })

  test('holds the same values, as the server prints them', async () => {
    await using other = await openSession(copy.connection, context)
    const stored = await storedColumns(session, 'zoo')
    for (const { name, storage } of await listObjects(session, 'zoo')) {
      if (storage === undefined || name === 'million') continue
      const columns = (stored.get(storage.name) ?? []).map(({ name: column, type }) =>
        type.startsWith('AggregateFunction') ? `hex(${quoteIdentifier(column)})` : quoteIdentifier(column),
      )
      const query = `SELECT ${columns.join(', ')} FROM zoo.${quoteIdentifier(name)} ORDER BY row, toString(tuple(${columns.join(', ')}))`
      expect([name, await other.rows(query)]).toEqual([name, await session.rows(query)])
    }
  })

  test('has no table in which the negative control goes unnoticed', async () => {
    const objects = await listObjects(session, 'zoo')
    const withRows = objects.filter(({ name, storage }) => storage !== undefined && name !== 'empty')
    const unnoticed: string[] = []
    for (const { name } of withRows) {
      const control = await controlOf(copy.connection, { table: name, seed: name })
      if (!control.detected) unnoticed.push(`${name}: ${control.change}`)
      await using other = await openSession(copy.connection, context, copy.connection.database)
      await other.run('DROP TABLE IF EXISTS lifeboat_negative_control')
    }
    expect(unnoticed).toEqual([])
  })
})

// Every doubled row adds a part, and after some of them a merge comes before what was to rewrite one of them.
test('no change of the negative control goes unnoticed where parts are merged meanwhile', async () => {
  await server.sql('CREATE DATABASE merging')
  await server.sql('CREATE TABLE merging.rows (row UInt8, value UInt8) ENGINE = MergeTree ORDER BY row')
  await server.sql('INSERT INTO merging.rows SELECT number, number FROM numbers(100)')
  const connection = connectionTo(server, 'merging')
  const unnoticed: string[] = []
  for (let seed = 0; seed < 60; seed += 1) {
    const control = await controlOf(connection, { table: 'rows', seed: String(seed) })
    if (!control.detected) unnoticed.push(`${seed}: ${control.change}`)
  }
  expect(unnoticed).toEqual([])
})

async function controlOf(
  connection: ClickHouseConnection,
  { table, seed }: { readonly table: string; readonly seed: string },
): Promise<NegativeControl> {
  const spec = { seed, methods: new Map<string, string>(), leftOut: [], only: [table] }
  const expected = await engine.fingerprint(connection, spec, engineContext(context))
  const request = { engine, connection, expected, seed, compare, context: engineContext(context) }
  const control = await runNegativeControl(request)
  if (control === undefined) throw new Error(`nothing was changed in ${table}`)
  return control
}

test('every single value that is changed is noticed', async () => {
  const unnoticed: string[] = []
  let tried = 0
  const stored = await storedColumns(session, 'zoo')
  for (const { name, storage } of await listObjects(session, 'zoo')) {
    if (storage === undefined || ['million', 'empty', 'wide'].includes(name)) continue
    const columns = stored.get(name) ?? []
    const changes = await makeVariants(name, columns)
    const renamed = columns.map(({ type }, at) => ({ name: `c${at}`, type }))
    const variants = { database: 'zoo', table: 'variants', columns: renamed, seed: '7' }
    const digests = await digestPartitions(session, variants)
    const unchanged = digests.get('0')
    for (const [variant, change] of changes) {
      tried += 1
      if (digests.get(String(variant))?.digest === unchanged?.digest) unnoticed.push(`${name}.${change}`)
    }
  }
  expect(unnoticed).toEqual([])
  expect(tried).toBeGreaterThan(300)
})

/**
 * Copies of a table beside each other, the first as it is, in each of the others one value of one row replaced by that column's
 * value of another row.
 */
async function makeVariants(table: string, columns: readonly Column[]): Promise<ReadonlyMap<number, string>> {
  const name = `zoo.${quoteIdentifier(table)}`
  const list = columns.map(({ type }, at) => `c${at} ${type}`).join(', ')
  await server.sql('DROP TABLE IF EXISTS zoo.variants SYNC')
  await server.sql(
    `CREATE TABLE zoo.variants (variant UInt32, ${list}) ENGINE = MergeTree PARTITION BY variant ORDER BY tuple() SETTINGS allow_suspicious_indices = 1`,
  )
  const names = columns.map((column) => quoteIdentifier(column.name))
  const rows = (await session.rows(`SELECT DISTINCT toString(row) FROM ${name} ORDER BY 1`)).map(
    ([row]) => row,
  )
  await server.sql(`INSERT INTO zoo.variants SELECT 0, ${names.join(', ')} FROM ${name}`)
  const changes = new Map<number, string>()
  for (const column of names) {
    const selects = rows.flatMap((row, at) => {
      const other = rows[(at + 1) % rows.length]
      if (other === row) return []
      const variant = changes.size + 1
      changes.set(variant, `${column} of row ${row}`)
      const same = names.map((each) => `ours.${each}`)
      const changed = names.map((each) => (each === column ? `theirs.${each}` : `ours.${each}`))
      return [
        `SELECT ${variant}, ${same.join(', ')} FROM ${name} AS ours WHERE ours.row != ${row}`,
        `SELECT ${variant}, ${changed.join(', ')} FROM (SELECT * FROM ${name} WHERE row = ${row}) AS ours CROSS JOIN (SELECT * FROM ${name} WHERE row = ${other} LIMIT 1) AS theirs`,
      ]
    })
    if (selects.length === 0) continue
    const query = selects.join('\nUNION ALL ')
    await server.sql(`INSERT INTO zoo.variants ${query} SETTINGS asterisk_include_materialized_columns = 1`)
  }
  return changes
}
