import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Capture, PartSource } from '../../../src/core/engine.ts'
import { engine } from '../../../src/engines/qdrant/index.ts'
import type { QdrantConnection } from '../../../src/engines/qdrant/connection.ts'
import { noTools } from '../../../src/runtime/no-tools.ts'
import { restoreCopy } from '../../contract/engines/restored-copy.ts'
import { putQdrantOnPath } from '../../support/engines/qdrant/program-on-path.ts'
import { rest } from '../../support/engines/qdrant/rest.ts'
import { connectionOf, openScene, snapshotsOn, type QdrantScene } from '../../support/engines/qdrant/scene.ts'
import { fillMany } from '../../support/engines/qdrant/zoo.ts'
import { keepParts, type KeptParts } from '../../support/kept-parts.ts'
import { startProxy, type Meddle } from '../../support/servers/faulty-proxy.ts'
import { startQdrant, type StartedQdrant } from '../../support/servers/qdrant/start.ts'

await putQdrantOnPath()

let source: QdrantScene
let destination: StartedQdrant
let capture: Capture
let kept: KeptParts

beforeAll(async () => {
  source = await openScene()
  await fillMany(source.connection, 1000)
  await fillMany(source.connection, 10, 'other')
  await rest(source.connection, ['POST', '/collections/aliases'], {
    actions: [{ create_alias: { alias_name: 'alias', collection_name: 'many' } }],
  })
  kept = keepParts()
  capture = await source.capture(source.connection, kept)
  destination = await startQdrant({ apiKey: source.connection.apiKey?.reveal() ?? '' })
})
afterAll(async () => {
  await destination?.[Symbol.asyncDispose]()
  await source?.[Symbol.asyncDispose]()
})

function loadInto(connection: QdrantConnection, parts: PartSource) {
  const request = { parts, purpose: 'destination', parallel: 1 } as const
  return engine.load({ kind: 'server', connection, tools: noTools() }, request, source.context)
}

const parts = () => kept.source(capture.requirements)

function damaged(change: (bytes: Buffer) => Buffer): PartSource {
  const other = keepParts()
  for (const [name, bytes] of kept.parts)
    other.parts.set(name, name.startsWith('0002') ? change(bytes) : bytes)
  return other.source(capture.requirements)
}

async function collectionsOn(connection: QdrantConnection): Promise<readonly string[]> {
  const { result } = JSON.parse(await rest(connection, ['GET', '/collections'])) as {
    result: { collections: { name: string }[] }
  }
  return result.collections.map(({ name }) => name)
}

test('restores into an empty server with aliases, leaves no upload, and refuses to do it again', async () => {
  await using server = await startQdrant({ apiKey: source.connection.apiKey?.reveal() ?? '' })
  const connection = connectionOf(server)
  const { phases } = await loadInto(connection, parts())
  expect(phases.map(({ name }) => name)).toEqual(['load', 'index'])
  expect(await collectionsOn(connection)).toEqual(['many', 'other'])
  expect(await rest(connection, ['GET', '/aliases'])).toContain('"alias_name":"alias"')
  expect(await snapshotsOn(connection)).toEqual([])
  await expect(loadInto(connection, parts())).rejects.toMatchObject({
    code: 'destination-not-empty',
    exitCode: 6,
  })
})

function actions(kind: string, others: object) {
  return { actions: [{ [kind]: { alias_name: 'many', ...others } }] }
}

test('never goes over a collection, nor through an alias of another name', async () => {
  const connection = connectionOf(destination)
  await fillMany(connection, 5, 'elsewhere')
  await rest(
    connection,
    ['POST', '/collections/aliases'],
    actions('create_alias', { collection_name: 'elsewhere' }),
  )
  await expect(loadInto(connection, parts())).rejects.toMatchObject({
    code: 'destination-not-empty',
    why: '"many"',
  })
  await rest(connection, ['POST', '/collections/aliases'], actions('delete_alias', {}))
  await rest(connection, ['PUT', '/collections/alias'], { vectors: { size: 1, distance: 'Dot' } })
  await expect(loadInto(connection, parts())).rejects.toMatchObject({ why: '"alias"' })
  expect(await collectionsOn(connection)).toEqual(['alias', 'elsewhere'])
  for (const name of ['alias', 'elsewhere']) await rest(connection, ['DELETE', `/collections/${name}`])
})

const flip = (bytes: Buffer): Buffer => {
  const flipped = Buffer.from(bytes)
  // Another digit: without its checksum the server would take it.
  const at = Math.max(flipped.indexOf('"number":') + 9, 9)
  flipped[at] = (flipped[at] ?? 0) ^ 1
  return flipped
}

test.each([
  ['changed by one bit', flip, { code: 'load-failed', why: /Checksum mismatch/ }],
  [
    'cut short',
    (bytes: Buffer) => bytes.subarray(0, bytes.length / 2),
    { code: 'part-malformed', why: /\d+ of \d+ bytes/ },
  ],
] as const)(
  'a snapshot that is %s is refused, and nothing of the backup stays',
  async (_name, change, { code, why }) => {
    const connection = connectionOf(destination)
    await expect(loadInto(connection, damaged(change))).rejects.toMatchObject({
      code,
      exitCode: 4,
      why: expect.stringMatching(why) as string,
    })
    expect(await collectionsOn(connection)).toEqual([])
  },
)

test('a snapshot of another minor version is refused', async () => {
  const other = keepParts()
  for (const [name, bytes] of kept.parts) other.parts.set(name, bytes)
  const catalogue = JSON.parse(kept.parts.get('collections.json')?.toString() ?? '') as object
  other.parts.set('collections.json', Buffer.from(JSON.stringify({ ...catalogue, version: '1.18.3' })))
  const loading = loadInto(connectionOf(destination), other.source(capture.requirements))
  await expect(loading).rejects.toMatchObject({ code: 'server-unsupported', exitCode: 7 })
})

test('a catalogue that cannot be read', async () => {
  const other = keepParts()
  other.parts.set('collections.json', Buffer.from('{'))
  const loading = loadInto(connectionOf(destination), other.source({}))
  await expect(loading).rejects.toMatchObject({ code: 'part-malformed', exitCode: 4 })
})

test.each([
  ['without disk space', 'File IO error: No space left on device (os error 28)', 'disk-full'],
  ['that fails', 'Service internal error: panicked', 'load-failed'],
] as const)('a server %s', async (_name, text, code) => {
  const meddle: Meddle = async ({ path }) =>
    path.startsWith('/collections/other/snapshots/upload') ? { status: 500, text } : undefined
  await using proxy = await startProxy(destination.port, meddle)
  const connection = connectionOf(destination)
  await expect(loadInto({ ...connection, port: proxy.port }, parts())).rejects.toMatchObject({ code })
  expect(await collectionsOn(connection)).toEqual([])
})

test('a server that is killed while it restores', async () => {
  await using server = await startQdrant({ apiKey: source.connection.apiKey?.reveal() ?? '' })
  await using proxy = await startProxy(server.port, async ({ path }) => {
    if (path.startsWith('/collections/other/snapshots/upload')) await server.stop('SIGKILL')
  })
  const loading = loadInto({ ...connectionOf(server), port: proxy.port }, parts())
  await expect(loading).rejects.toMatchObject({ code: 'connection-lost', exitCode: 7 })
  expect(JSON.stringify(source.events)).toContain('is left half restored')
})

test('a sandbox of another minor version is refused before anything is loaded', async () => {
  const from = {
    capture: { ...capture, identity: { ...capture.identity, version: '1.18.3' } },
    parts: parts(),
  }
  await expect(restoreCopy(engine, from, source.context)).rejects.toMatchObject({ code: 'program-version' })
})

test('what is readable is not yet indexed: a restore is done when the server says so', async () => {
  await using server = await startQdrant({
    apiKey: source.connection.apiKey?.reveal() ?? '',
    only: 'stand-in',
    standIn: { QDRANT_STAND_IN_INDEX_MS: '1500' },
  })
  const connection = connectionOf(server)
  await loadInto(connection, parts())
  for (const name of ['many', 'other']) {
    expect(await rest(connection, ['GET', `/collections/${name}`])).toContain('"status":"green"')
  }
})
