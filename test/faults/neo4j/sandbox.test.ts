import { PassThrough } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { zstdCompressSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import type { PartSource } from '../../../src/core/engine.ts'
import { isLifeboatError } from '../../../src/core/errors.ts'
import { explainExhausted } from '../../../src/drill/explain-exhausted.ts'
import { FORMAT } from '../../../src/engines/neo4j/graph-file.ts'
import { engine } from '../../../src/engines/neo4j/index.ts'
import { LineWriter } from '../../../src/engines/neo4j/line-writer.ts'
import { containerMachine } from '../../../src/runtime/container-machine.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { partsOf } from '../../support/kept-parts.ts'
import { testImage } from '../../support/servers/image.ts'
import { announceServer } from '../../support/servers/met.ts'

const MEGABYTE = 2 ** 20
const NODES = 3000

/** A backup of nodes with much text, as an export makes it. */
async function backup(): Promise<PartSource> {
  const output = new PassThrough()
  const bytes = buffer(output)
  const writer = new LineWriter(output)
  await writer.write(JSON.stringify({ format: FORMAT, version: '2026.08.1', schema: [] }))
  for (let id = 0; id < NODES; id += 1) {
    const text = `${id} `.repeat(3000)
    await writer.write(JSON.stringify(['n', String(id), ['Text'], { text }]))
  }
  const sha256 = await writer.digest()
  await writer.write(JSON.stringify({ nodes: NODES, relationships: 0, exact: true, sha256 }))
  await writer.end()
  output.end()
  return partsOf(new Map([['graph.jsonl.zst', zstdCompressSync(await bytes)]]))
}

/** Loads it into a container with so much memory and disk; gives the answer of the copy, or what the failure really was. */
async function drillIn(limits: {
  readonly memoryBytes?: number
  readonly diskBytes?: number
}): Promise<unknown> {
  await using held = await testContext()
  const context = engineContext(held)
  const place = { image: testImage('neo4j-2026'), user: 'neo4j', context: held, ...limits }
  await using machine = await containerMachine(place)
  announceServer('neo4j 2026.08.1 community (container)')
  await engine.server.prepare(machine, {}, context)
  const request = { parts: await backup(), purpose: 'sandbox', parallel: 1 } as const
  try {
    const { connection } = await engine.load({ kind: 'host', machine }, request, context)
    return await engine.ask(connection, 'MATCH (t:Text) RETURN count(t)', context)
  } catch (error) {
    return await explainExhausted(machine, error)
  }
}

describe('a sandbox in a container', () => {
  test('starts, loads and answers', async () => {
    expect(await drillIn({})).toBe(String(NODES))
  })

  test.each([
    ['memory', { memoryBytes: 180 * MEGABYTE }],
    ['disk', { diskBytes: 24 * MEGABYTE }],
  ])('without enough %s is the fault of the sandbox, not of the backup', async (what, limits) => {
    const failure = await drillIn(limits)
    expect(isLifeboatError(failure, 'sandbox-exhausted')).toBe(true)
    expect(String(failure)).toContain(what)
  })
})
