import { readdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Capture, PartSource } from '../../../src/core/engine.ts'
import { specOf } from '../../../src/core/fingerprint.ts'
import { engine } from '../../../src/engines/neo4j/index.ts'
import { captureOffline, type OfflineSource } from '../../../src/engines/neo4j/offline/capture.ts'
import { parseArchives } from '../../../src/engines/neo4j/offline/parse.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { keepParts, partsOf, type KeptParts } from '../../support/kept-parts.ts'
import { connectionOf, sourceOf } from '../../support/neo4j-offline.ts'
import { startNeo4jHost, type Neo4jHost } from '../../support/servers/neo4j-host.ts'

let host: Neo4jHost

beforeAll(async () => {
  host = await startNeo4jHost()
  await host.server.cypher('UNWIND range(1, 1000) AS i CREATE (:Person {name: "p" + i, i: i})')
})
afterAll(() => host[Symbol.asyncDispose]())

describe('a database that somebody writes into while it is being stopped', () => {
  let kept: KeptParts
  let capture: Capture

  beforeAll(async () => {
    kept = keepParts()
    await using context = await programContext()
    const source = await sourceOf(connectionOf(host, { system: true }), engineContext(context))
    const writing = stoppingAfter(source, () => host.server.cypher('CREATE (:Late)'))
    capture = await captureOffline(writing, { sink: kept, fingerprint: true }, engineContext(context))
  })

  test('is dumped, with a fingerprint of what was dumped', () => {
    expect([...kept.parts.keys()]).toEqual(['data.dump', 'system.dump'])
    expect(capture.fingerprint).toMatchObject({ origin: 'source', coverage: { kind: 'exact' } })
    const counts = capture.fingerprint?.datasets.map(({ name, count }) => [name, count])
    expect(counts).toEqual([
      ['()', 0],
      ['(:Late)', 1],
      ['(:Person)', 1000],
    ])
    expect(capture.consistency.kind).toBe('transactional')
    expect(capture).not.toHaveProperty('alarm')
  })

  test('answers again, and its downtime is in the record', async () => {
    expect(await host.server.cypher('MATCH (n) RETURN count(n) AS n')).toEqual([{ n: 1001n }])
    expect(Number(capture.requirements['downtimeMs'])).toBeGreaterThan(0)
    expect(capture.limitations).toContainEqual(expect.stringMatching(/^Neo4j was down for /))
    expect(await readdir(host.control.home)).not.toContain('lifeboat-stopped.json')
  })

  test('every archive parses; damaged ones do not, not even by one missing byte', async () => {
    await using context = await programContext()
    const whole = kept.parts.get('data.dump')!
    const parse = (bytes: Buffer) => parseArchives(dumpOf(bytes), host.server.version, engineContext(context))
    expect(await parse(whole)).toEqual([
      { name: 'data.dump', result: 'passed', detail: expect.stringMatching(/\d+ files, \d+ bytes/) },
    ])
    const damaged = {
      'cut in the middle': whole.subarray(0, whole.length / 2),
      'without its last byte': whole.subarray(0, -1),
      'with something behind it': Buffer.concat([whole, Buffer.from('x')]),
      'with a bit turned': flipped(whole, Math.floor(whole.length / 2)),
      'with another head': flipped(whole, 1),
      'of nothing': Buffer.alloc(0),
    }
    const results: [string, string | undefined][] = []
    for (const [name, bytes] of Object.entries(damaged)) results.push([name, (await parse(bytes))[0]?.result])
    expect(results).toEqual(Object.keys(damaged).map((name) => [name, 'failed']))
  })

  test('is loaded by a fresh machine, equal in every count and digest, and by no older release', async () => {
    await using context = await programContext()
    const engineRun = engineContext(context)
    const parts = kept.source(capture.requirements)
    await using machine = await engineRun.machine(engine.server.need(host.server.version))
    const load = (given: PartSource) =>
      engine.load({ kind: 'host', machine }, { parts: given, purpose: 'sandbox', parallel: 1 }, engineRun)
    const newer = { ...parts, requirements: { neo4jVersion: '2099.01.0' } }
    await expect(load(newer)).rejects.toMatchObject({ code: 'program-version' })

    const { connection } = await load(parts)
    const source = capture.fingerprint!
    const found = await engine.fingerprint(connection, specOf(source), engineRun)
    expect(found.datasets).toEqual(source.datasets)
    expect(found.inventory).toEqual(source.inventory)
    expect(found.schema).toEqual(source.schema)

    await engine.tamper(connection, { fingerprint: source, seed: '00' }, engineRun)
    const tampered = await engine.fingerprint(connection, specOf(source), engineRun)
    expect(tampered.datasets).not.toEqual(source.datasets)
    await expect(load(parts)).rejects.toMatchObject({ code: 'destination-not-empty' })
  })

  test('is not loaded into a running server', async () => {
    await using context = await programContext()
    const engineRun = engineContext(context)
    await using tools = await engineRun.tools(engine.server.need(host.server.version))
    const place = { kind: 'server', connection: connectionOf(host), tools } as const
    const request = { parts: kept.source({}), purpose: 'destination', parallel: 1 } as const
    await expect(engine.load(place, request, engineRun)).rejects.toMatchObject({ code: 'not-supported' })
  })
})

/** The same server, with something done right before it stops. */
function stoppingAfter(source: OfflineSource, work: () => Promise<unknown>): OfflineSource {
  const { host: real } = source
  const stop = async (): Promise<void> => {
    await work()
    await real.stop()
  }
  return { ...source, host: { ...real, stop } }
}

function programContext() {
  const PATH = `${host.server.bin}:${process.env['PATH']}`
  return testContext({ environment: { ...process.env, PATH } })
}

function dumpOf(bytes: Buffer): PartSource {
  return partsOf(new Map([['data.dump', bytes]]), { neo4jVersion: host.server.version })
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy[at] = (copy[at] ?? 0) ^ 0x10
  return copy
}
