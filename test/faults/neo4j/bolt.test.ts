import type { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineContext } from '../../../src/core/engine.ts'
import { Secret } from '../../../src/core/secret.ts'
import type { Neo4jConnection } from '../../../src/engines/neo4j/connection.ts'
import { engine } from '../../../src/engines/neo4j/index.ts'
import { localTools } from '../../../src/runtime/local-tools.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { connectionTo } from '../../support/engines/neo4j/connection-to.ts'
import { keepParts, type KeptParts } from '../../support/kept-parts.ts'
import { startNeo4j, type StartedNeo4j } from '../../support/servers/neo4j.ts'

let held: Awaited<ReturnType<typeof testContext>>
let context: EngineContext
let server: StartedNeo4j
let connection: Neo4jConnection

beforeAll(async () => {
  held = await testContext()
  context = engineContext(held)
  server = await startNeo4j()
  connection = connectionTo(server)
  await server.cypher('UNWIND range(1, 20000) AS i CREATE (:Person {id: i, name: "person " + i})')
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await held?.[Symbol.asyncDispose]()
})

async function capture(kept: KeptParts, from = connection) {
  return await engine.capture(from, { sink: kept, fingerprint: true }, context)
}

async function load(kept: KeptParts) {
  await using tools = await localTools(server.bin, held)
  const request = { parts: kept.source({}), purpose: 'destination', parallel: 1 } as const
  return await engine.load({ kind: 'server', connection, tools }, request, context)
}

test('a database that is not there is told by its name', async () => {
  const absent = { ...connection, database: 'nothing' }
  await expect(engine.probe(absent, context)).rejects.toMatchObject({
    code: 'server-refused-login',
    what: expect.stringContaining('/nothing') as string,
  })
})

test('a wrong password again and again does not lock the right one out of a sandbox', async () => {
  const wrong = { ...connection, password: new Secret('not-the-password') }
  for (let attempt = 0; attempt < 5; attempt += 1) {
    await expect(engine.probe(wrong, context)).rejects.toMatchObject({ code: 'server-refused-login' })
  }
  expect(await engine.ask(connection, 'RETURN 1', context)).toBe('1')
})

test('a store that fails fails the capture', async () => {
  const kept = keepParts()
  const failing = { ...kept, stream: () => Promise.reject(new Error('the store is full')) }
  await expect(engine.capture(connection, { sink: failing, fingerprint: true }, context)).rejects.toThrow(
    'the store is full',
  )
})

describe('a graph that is not whole', () => {
  let kept: KeptParts
  let graph: Buffer

  beforeAll(async () => {
    kept = keepParts()
    await capture(kept)
    graph = kept.parts.get('graph.jsonl.zst') ?? Buffer.alloc(0)
    await server.cypher('MATCH (n) DELETE n')
  })

  test.each([
    ['cut', () => graph.subarray(0, Math.floor(graph.length / 2))],
    ['bit-flipped', () => flipped(graph)],
    ['empty', () => Buffer.alloc(0)],
    ['of another make', () => Buffer.from('not zstd at all')],
  ])('%s is damaged, and never a copy', async (_, damaged) => {
    const altered = keepParts()
    for (const [name, bytes] of kept.parts) altered.parts.set(name, bytes)
    altered.parts.set('graph.jsonl.zst', damaged())
    await expect(load(altered)).rejects.toMatchObject({ code: 'part-malformed' })
    const checks = await engine.parse(altered.source({}), server.version, context)
    expect(checks.find(({ name }) => name === 'graph.jsonl.zst')?.result).toBe('failed')
    await server.cypher('MATCH (n) DELETE n')
  })
})

describe('a server that goes away', () => {
  test('while the graph goes out leaves nothing that could be listed as a copy', async () => {
    await server.cypher('UNWIND range(1, 30000) AS i CREATE (:Person {id: i, name: "person " + i})')
    const kept = keepParts()
    const stopping = new AbortController()
    const request = { sink: onlyAfter(kept, stopping.signal), fingerprint: true }
    const [failure] = await Promise.all([
      engine.capture(connection, request, context).catch((error: unknown) => error),
      server.stop('SIGKILL').then(() => stopping.abort()),
    ])
    expect(failure).toMatchObject({
      code: expect.stringMatching(/connection-lost|server-unreachable/) as string,
    })
    expect(kept.parts.has('access.json')).toBe(false)
  })

  test('is unreachable to everything that asks it', async () => {
    for (const asking of [
      () => engine.probe(connection, context),
      () => engine.inspect(connection, context),
      () => engine.fingerprint(connection, { seed: 'x', methods: new Map(), leftOut: [] }, context),
      () => engine.checks(connection, context),
      () => engine.ask(connection, 'RETURN 1', context),
      () => load(keepParts()),
      () => engine.sweep(connection, () => true, context),
    ]) {
      await expect(asking()).rejects.toMatchObject({ code: 'server-unreachable' })
    }
  })
})

function flipped(bytes: Buffer): Buffer {
  const copy = Buffer.from(bytes)
  const middle = Math.floor(copy.length / 2)
  copy[middle] = (copy[middle] ?? 0) ^ 1
  return copy
}

/** A store that takes a part only once the signal has come. */
function onlyAfter(kept: KeptParts, signal: AbortSignal): KeptParts {
  return {
    ...kept,
    stream: async (name, content) => {
      if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve))
      kept.parts.set(name, await buffer(content as Readable))
    },
  }
}
