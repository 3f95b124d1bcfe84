import { Writable } from 'node:stream'
import fc from 'fast-check'
import type { Driver } from 'neo4j-driver'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Capture, EngineContext } from '../../../src/core/engine.ts'
import { specOf, type Fingerprint } from '../../../src/core/fingerprint.ts'
import type { Neo4jConnection } from '../../../src/engines/neo4j/connection.ts'
import { openDatabase } from '../../../src/engines/neo4j/database.ts'
import { encodeValue } from '../../../src/engines/neo4j/encode-value.ts'
import { exportGraph } from '../../../src/engines/neo4j/export-graph.ts'
import { engine } from '../../../src/engines/neo4j/index.ts'
import { compare } from '../../../src/drill/compare.ts'
import { localTools } from '../../../src/runtime/local-tools.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { arbitraryValue } from '../../support/engines/neo4j/arbitrary-value.ts'
import { connectionTo } from '../../support/engines/neo4j/connection-to.ts'
import { ZOO_VALUES } from '../../support/engines/neo4j/zoo-values.ts'
import { seedZoo } from '../../support/engines/neo4j/zoo.ts'
import { keepParts, type KeptParts } from '../../support/kept-parts.ts'
import { startNeo4j, type StartedNeo4j } from '../../support/servers/neo4j.ts'

let held: Awaited<ReturnType<typeof testContext>>
let context: EngineContext
let server: StartedNeo4j
let connection: Neo4jConnection
let driver: Driver

beforeAll(async () => {
  held = await testContext()
  context = engineContext(held)
  server = await startNeo4j()
  connection = connectionTo(server)
  driver = await server.driver()
})
afterAll(async () => {
  await driver?.close()
  await server?.[Symbol.asyncDispose]()
  await held?.[Symbol.asyncDispose]()
})

async function captured(
  from: Neo4jConnection,
): Promise<{ kept: KeptParts; capture: Capture; original: Fingerprint }> {
  const kept = keepParts()
  const capture = await engine.capture(from, { sink: kept, fingerprint: true }, context)
  if (capture.fingerprint === undefined) throw new Error('the capture has no fingerprint')
  return { kept, capture, original: capture.fingerprint }
}

async function loadInto(place: Neo4jConnection, { kept, capture }: { kept: KeptParts; capture: Capture }) {
  await using tools = await localTools(server.bin, held)
  const request = { parts: kept.source(capture.requirements), purpose: 'destination', parallel: 1 } as const
  return await engine.load({ kind: 'server', connection: place, tools }, request, context)
}

const SPEC = { seed: 'seed', methods: new Map<string, string>(), leftOut: [] }

describe('an empty database', () => {
  test('comes back empty, and the negative control still finds something to do', async () => {
    const backup = await captured(connection)
    expect(backup.original.datasets).toMatchObject([{ name: '()', count: 0 }])
    const loaded = await loadInto(connection, backup)
    const found = await engine.fingerprint(loaded.connection, specOf(backup.original), context)
    expect(compare(backup.original, found)).toMatchObject({ equal: true })
    const request = { fingerprint: backup.original, seed: 'a' }
    expect(await engine.tamper(loaded.connection, request, context)).toMatchObject({
      change: 'added one node',
    })
    const after = await engine.fingerprint(loaded.connection, specOf(backup.original), context)
    expect(compare(backup.original, after)).toMatchObject({ equal: false })
    await expect(loadInto(connection, backup)).rejects.toMatchObject({ code: 'destination-not-empty' })
    await server.cypher('MATCH (n) DELETE n')
  })
})

describe('a zoo of every type', () => {
  let backup: Awaited<ReturnType<typeof captured>>

  beforeAll(async () => {
    await seedZoo(driver)
    backup = await captured(connection)
  })

  test('is captured exactly', () => {
    expect(backup.capture.consistency.kind).toBe('transactional')
    expect(backup.original.coverage).toEqual({ kind: 'exact' })
  })

  test('any change of any single value is noticed, and none where there was none', async () => {
    const names = Object.keys(ZOO_VALUES)
    const where = fc.constantFrom('(e:Zoo {name: $name})', '(:Zoo {name: $name})-[e:HOLDS]->()')
    await fc.assert(
      fc.asyncProperty(where, fc.constantFrom(...names), arbitraryValue, async (pattern, name, value) => {
        const set = (given: unknown) =>
          driver.executeQuery(`MATCH ${pattern} SET e.value = $given`, { name, given })
        const before = await engine.fingerprint(connection, SPEC, context)
        await set(value)
        const after = await engine.fingerprint(connection, SPEC, context)
        await set(ZOO_VALUES[name])
        const same = encodeValue(value) === encodeValue(ZOO_VALUES[name])
        expect(JSON.stringify(after) === JSON.stringify(before)).toBe(same)
        expect(await engine.fingerprint(connection, SPEC, context)).toEqual(before)
      }),
      { numRuns: 15 },
    )
  })

  test('crosses into the current release and is captured there as the same', async () => {
    await using current = await startNeo4j({ major: '2026' })
    const loaded = await loadInto(connectionTo(current), backup)
    const found = await engine.fingerprint(loaded.connection, specOf(backup.original), context)
    expect(found.datasets).toEqual(backup.original.datasets)
    expect(found.inventory.map(({ name }) => name)).toEqual(backup.original.inventory.map(({ name }) => name))
    const checks = await engine.checks(loaded.connection, context)
    expect(checks.filter(({ result }) => result !== 'passed')).toEqual([])
    const again = await captured(loaded.connection)
    expect(again.original.datasets.map(({ name, count }) => [name, count])).toEqual(
      backup.original.datasets.map(({ name, count }) => [name, count]),
    )
    expect(again.capture).toMatchObject({
      consistency: { kind: 'transactional' },
      identity: { version: current.version },
    })
  })
})

/** Runs statements when the first bytes come out, which is before the graph was read to its end. */
async function exportDuring(...statements: readonly string[]) {
  let left = [...statements]
  const output = new Writable({
    write: (_chunk, _encoding, done) => {
      const now = left
      left = []
      void (async () => {
        for (const statement of now) await server.cypher(statement).catch(() => undefined)
        done()
      })()
    },
  })
  await using database = await openDatabase(connection, context)
  return await exportGraph(database, output, { version: server.version, seed: 'seed', context })
}

describe('what is committed while the graph is read', () => {
  test('makes the reading no state of the database, whatever it is', async () => {
    await server.cypher('UNWIND range(1, 3000) AS i CREATE (:Filler {text: "filler that fills the buffers"})')
    expect(await exportDuring()).toMatchObject({ exact: true })
    expect(await exportDuring('RETURN 1', 'MATCH (n) RETURN count(n)')).toMatchObject({ exact: true })
    expect(await exportDuring('MATCH (n:Filler) WITH n LIMIT 1 SET n.text = "other"')).toMatchObject({
      exact: false,
    })
    expect(await exportDuring('CREATE (n:Fleeting)', 'MATCH (n:Fleeting) DELETE n')).toMatchObject({
      exact: false,
    })
    expect(await exportDuring('CREATE INDEX during FOR (n:Filler) ON (n.text)')).toMatchObject({
      exact: false,
    })
    await server.cypher('DROP INDEX during')
  })

  test('leaves out what moved, compares the rest, and says so', async () => {
    const stop = new AbortController()
    const writing = (async () => {
      while (!stop.signal.aborted)
        await server.cypher('MERGE (n:Counter {id: 1}) SET n.count = coalesce(n.count, 0) + 1')
    })()
    try {
      const { capture, original } = await captured(connection)
      expect(capture.consistency.kind).toBe('fuzzy')
      expect(capture.limitations.join('\n')).toContain('committed during every reading')
      expect(original.coverage).toMatchObject({ kind: 'partial' })
      const methods = new Map(original.datasets.map(({ name, method }) => [name, method]))
      expect(methods.get('(:Filler)')).toBe('elements/1')
      expect(methods.get('(:Counter)')).toMatch(/^elements\/1 of 64 without \d+$/)
      const unread = await engine.capture(connection, { sink: keepParts(), fingerprint: false }, context)
      expect(unread).toMatchObject({ fingerprint: undefined, consistency: { kind: 'fuzzy' } })
      expect(unread.limitations.join('\n')).toContain('committed during every reading')
      expect(unread.limitations.join('\n')).not.toContain('compared')
    } finally {
      stop.abort()
      await writing
    }
  })
})

test('a property that JavaScript would lose is refused', async () => {
  await server.cypher('CREATE (:Odd {`__proto__`: 1})')
  await expect(captured(connection)).rejects.toMatchObject({ code: 'capture-failed' })
})

test('transactions of runs that no longer live are ended', async () => {
  const session = driver.session()
  const transaction = await session.beginTransaction({ metadata: { lifeboat: 'dead-run' } })
  await transaction.run('CREATE (:Left)')
  expect(await engine.sweep(connection, (runId) => runId !== 'dead-run', context)).toEqual([
    expect.stringContaining('of run dead-run'),
  ])
  await expect(transaction.run('RETURN 1')).rejects.toThrow('terminated')
  await session.close()
})
