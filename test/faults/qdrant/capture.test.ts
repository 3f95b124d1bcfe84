import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { listBackups } from '../../../src/backup/catalog.ts'
import { runBackup } from '../../../src/backup/backup.ts'
import { ERROR_CODES, type ErrorCode } from '../../../src/core/errors.ts'
import { Secret } from '../../../src/core/secret.ts'
import { openClient } from '../../../src/engines/qdrant/client.ts'
import type { QdrantConnection } from '../../../src/engines/qdrant/connection.ts'
import { identify } from '../../../src/engines/qdrant/identity.ts'
import { engine } from '../../../src/engines/qdrant/index.ts'
import { readNotes } from '../../../src/engines/qdrant/snapshots/snapshot-note.ts'
import { takeSnapshot } from '../../../src/engines/qdrant/snapshots/take-snapshot.ts'
import type { Context } from '../../../src/core/context.ts'
import { makeTarget, openBackupBench } from '../../support/backup-bench.ts'
import { openScene, snapshotsOn, type QdrantScene } from '../../support/engines/qdrant/scene.ts'
import { rest } from '../../support/engines/qdrant/rest.ts'
import { fillMany } from '../../support/engines/qdrant/zoo.ts'
import { startProxy, type Meddle } from '../../support/servers/faulty-proxy.ts'
import { makeToken } from '../../support/servers/qdrant/token.ts'

interface Failure {
  readonly code: ErrorCode | undefined
  readonly exitCode: number | undefined
  readonly told: string
}

/** How a backup fails that must; nothing of it may be listed. */
async function failedBackup(connection: QdrantConnection): Promise<Failure> {
  await using bench = await openBackupBench()
  const target = { ...makeTarget({ folder: '' }), engine: 'qdrant', connect: async () => connection }
  const record = await runBackup({ ...bench.job, target, engine })
  expect(record.outcome).not.toBe('succeeded')
  expect(await listBackups(bench.store, 'books')).toEqual([])
  await forgetNotes(bench.job.context)
  const code = record.error?.code as ErrorCode | undefined
  const exitCode = code === undefined ? undefined : ERROR_CODES[code]
  return { code, exitCode, told: JSON.stringify(bench.events) }
}

/** Of a server that a test has killed nothing will ever be swept. */
async function forgetNotes(context: Context): Promise<void> {
  for (const { note, remove } of await readNotes()) if (note.runId === context.runId) await remove()
}

async function through(scene: QdrantScene, meddle: Meddle) {
  const proxy = await startProxy(scene.server.port, meddle)
  const connection = { ...scene.connection, port: proxy.port }
  return { connection, [Symbol.asyncDispose]: () => proxy[Symbol.asyncDispose]() }
}

const isCreation: Parameters<Meddle>[0] = { method: 'POST', path: '/collections/many/snapshots?wait=true' }
const isScroll: Parameters<Meddle>[0] = { method: 'POST', path: '/collections/many/points/scroll' }

function is(request: Parameters<Meddle>[0], { method, path }: Parameters<Meddle>[0]): boolean {
  return request.method === method && request.path === path
}

function isDownload({ method, path }: Parameters<Meddle>[0]): boolean {
  return method === 'GET' && path.endsWith('.snapshot')
}

type Stage = (request: Parameters<Meddle>[0], scrolled: number) => boolean

const STAGES: Readonly<Record<string, Stage>> = {
  'while it is asked what it holds': ({ path }) => path === '/collections',
  'while its points are read for the first time': (request, scrolled) =>
    is(request, isScroll) && scrolled === 2,
  'while it makes the snapshot': (request) => is(request, isCreation),
  'while its points are read again': (request, scrolled) => is(request, isScroll) && scrolled > 2,
  'while the snapshot is fetched': isDownload,
}

test.each(Object.entries(STAGES))('a server that is killed %s', async (_name, stage) => {
  await using scene = await openScene()
  await fillMany(scene.connection, 2000)
  let scrolled = 0
  await using proxied = await through(scene, async (request) => {
    if (is(request, isScroll)) scrolled += 1
    if (stage(request, scrolled)) await scene.server.stop('SIGKILL')
  })
  const { code, exitCode } = await failedBackup(proxied.connection)
  expect(exitCode).toBe(7)
  expect(['connection-lost', 'server-unreachable']).toContain(code)
})

test('keys that may not: wrong, expired, read-only, and of one collection only', async () => {
  await using scene = await openScene({ readOnlyApiKey: 'only-read' })
  await fillMany(scene.connection, 100)
  const key = scene.connection.apiKey?.reveal() ?? ''
  const withKey = (apiKey: string) => failedBackup({ ...scene.connection, apiKey: new Secret(apiKey) })
  const wrong = await withKey('no-key')
  expect(wrong).toMatchObject({ exitCode: 7, code: 'server-refused-login' })
  const expired = await withKey(makeToken({ access: 'm', exp: 1 }, key))
  expect(expired).toMatchObject({ exitCode: 7, code: 'server-refused-login' })
  for (const apiKey of ['only-read', makeToken({ access: [{ collection: 'many', access: 'r' }] }, key)]) {
    const { told, ...failure } = await withKey(apiKey)
    expect(failure).toEqual({ exitCode: 7, code: 'privilege-missing' })
    expect(told).toContain('take and remove snapshots of')
    expect(told).toMatch(/api_key of the server \(not read_only_api_key\)/)
    expect(told).not.toContain(apiKey)
  }
  expect(await snapshotsOn(scene.connection)).toEqual([])
})

test('a key of one collection backs up that one, and says what it may not see', async () => {
  await using scene = await openScene()
  await fillMany(scene.connection, 100)
  await fillMany(scene.connection, 100, 'hidden')
  const access = [{ collection: 'many', access: 'rw' }]
  const apiKey = new Secret(makeToken({ access }, scene.connection.apiKey?.reveal() ?? ''))
  const connection = { ...scene.connection, apiKey }
  const probe = await engine.probe(connection, scene.context)
  expect(probe.missing.join()).toContain('limited to some collections')
  const { fingerprint } = await scene.capture(connection)
  expect(fingerprint?.datasets.map(({ name }) => name)).toEqual(['many'])
})

test.each([
  ['cut short', { cutAfter: 50_000 }, 'connection-lost'],
  ['changed by one bit', { flipAt: 50_000 }, 'capture-failed'],
] as const)('a snapshot that is %s on its way', async (_name, fault, code) => {
  await using scene = await openScene()
  await fillMany(scene.connection, 2000)
  await using proxied = await through(scene, async (request) => (isDownload(request) ? fault : undefined))
  expect(await failedBackup(proxied.connection)).toMatchObject({ exitCode: 7, code })
  expect(await snapshotsOn(scene.connection)).toEqual([])
})

test('a server without disk space for the snapshot', async () => {
  await using scene = await openScene()
  await fillMany(scene.connection, 100)
  const text = 'Service internal error: File IO error: No space left on device (os error 28)'
  await using proxied = await through(scene, async (request) =>
    is(request, isCreation) ? { status: 500, text } : undefined,
  )
  expect(await failedBackup(proxied.connection)).toMatchObject({ exitCode: 7, code: 'disk-full' })
})

test('a runner without disk space for the parts: the snapshot is removed all the same', async () => {
  await using scene = await openScene()
  await fillMany(scene.connection, 2000)
  const full = new Error('no space')
  const sink = { stream: () => Promise.reject(full), delegate: () => Promise.reject(full) }
  const capturing = engine.capture(scene.connection, { sink, fingerprint: true }, scene.context)
  await expect(capturing).rejects.toBe(full)
  expect(await snapshotsOn(scene.connection)).toEqual([])
})

test('what answers is no Qdrant', async () => {
  await using scene = await openScene()
  await using proxied = await through(scene, async () => ({ status: 200, text: '' }))
  expect(await failedBackup(proxied.connection)).toMatchObject({ exitCode: 7, code: 'server-unsupported' })
})

test("a run that was killed while it fetched leaves its snapshot to sweep, and nobody else's", async () => {
  await using scene = await openScene()
  await fillMany(scene.connection, 100)
  await using client = await openClient(scene.connection, scene.context)
  const subject = { collection: 'many', server: (await identify(client)).id }
  const { name } = await takeSnapshot(client, subject, scene.context)
  const other = await anotherSnapshot(scene, name)
  expect(await engine.sweep(scene.connection, () => false, scene.context)).toHaveLength(1)
  expect(await snapshotsOn(scene.connection)).toEqual([other])
})

/** Somebody else's of the next second. */
async function anotherSnapshot(scene: QdrantScene, own: string): Promise<string> {
  for (;;) {
    await rest(scene.connection, ['POST', '/collections/many/snapshots?wait=true'])
    const other = (await snapshotsOn(scene.connection)).find((name) => name !== own)
    if (other !== undefined) return other
    await sleep(50)
  }
}

test("a server that refuses to make a snapshot is not rid of somebody else's", async () => {
  await using scene = await openScene()
  await fillMany(scene.connection, 100)
  await using proxied = await through(scene, async (request) => {
    if (!is(request, isCreation)) return undefined
    await rest(scene.connection, ['POST', '/collections/many/snapshots?wait=true'])
    return { status: 403, text: 'Forbidden: snapshots are not for you' }
  })
  expect(await failedBackup(proxied.connection)).toMatchObject({ code: 'privilege-missing' })
  expect(await snapshotsOn(scene.connection)).toHaveLength(1)
})

test('a snapshot that cannot be removed is told and stays noted for sweep', async () => {
  await using scene = await openScene()
  await fillMany(scene.connection, 100)
  let refuse = true
  await using proxied = await through(scene, async ({ method, path }) =>
    refuse && method === 'DELETE' && path.includes('many-') ? { status: 500, text: 'not now' } : undefined,
  )
  await scene.capture(proxied.connection)
  expect(JSON.stringify(scene.events)).toContain('lifeboat sweep tries again')
  expect(await snapshotsOn(scene.connection)).toHaveLength(1)
  refuse = false
  await rest(scene.connection, ['POST', '/collections/many/snapshots?wait=true'])
  const others = (await snapshotsOn(scene.connection)).length - 1
  expect(await engine.sweep(scene.connection, () => true, scene.context)).toEqual([])
  const removed = await engine.sweep(scene.connection, () => false, scene.context)
  expect(removed).toEqual([expect.stringContaining(scene.context.runId)])
  expect(await snapshotsOn(scene.connection)).toHaveLength(others)
  expect(await engine.sweep(scene.connection, () => false, scene.context)).toEqual([])
})
