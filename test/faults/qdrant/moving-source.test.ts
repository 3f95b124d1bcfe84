import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { specOf } from '../../../src/core/fingerprint.ts'
import { compare } from '../../../src/drill/compare.ts'
import { gradeDrill } from '../../../src/drill/grade.ts'
import { engine } from '../../../src/engines/qdrant/index.ts'
import { restoreCopy } from '../../contract/engines/restored-copy.ts'
import { putQdrantOnPath } from '../../support/engines/qdrant/program-on-path.ts'
import { rest } from '../../support/engines/qdrant/rest.ts'
import { openScene, snapshotsOn, type QdrantScene } from '../../support/engines/qdrant/scene.ts'
import { fillMany } from '../../support/engines/qdrant/zoo.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { startProxy } from '../../support/servers/faulty-proxy.ts'

await putQdrantOnPath()

const CREATION = 'POST /collections/many/snapshots?wait=true'
const POINTS = '/collections/many/points'

let scene: QdrantScene

beforeAll(async () => {
  scene = await openScene()
})
beforeEach(async () => {
  for (const name of ['many', 'still', 'new'])
    await rest(scene.connection, ['DELETE', `/collections/${name}`])
  await fillMany(scene.connection, 1000)
  await fillMany(scene.connection, 10, 'still')
})
afterAll(async () => {
  await scene?.[Symbol.asyncDispose]()
})

/** A capture during which something happens just before a snapshot is taken, once. */
async function captureDuring(happens: () => Promise<unknown>) {
  let happened = false
  await using proxy = await startProxy(scene.server.port, async ({ method, path }) => {
    if (happened || `${method} ${path}` !== CREATION) return
    happened = true
    await happens()
  })
  const parts = keepParts()
  const capture = await scene.capture({ ...scene.connection, port: proxy.port }, parts)
  expect(happened).toBe(true)
  expect(await snapshotsOn(scene.connection)).toEqual([])
  return { capture, parts: parts.source(capture.requirements) }
}

const change = (ids: readonly number[]) =>
  rest(scene.connection, ['POST', `${POINTS}/payload?wait=true`], {
    points: ids,
    payload: { changed: Math.random() },
  })

async function restored(from: Awaited<ReturnType<typeof captureDuring>>) {
  const { fingerprint } = from.capture
  if (fingerprint === undefined) throw new Error('no fingerprint')
  await using copy = await restoreCopy(engine, from, scene.context)
  const again = () => engine.fingerprint(copy.connection, specOf(fingerprint), scene.context)
  const comparison = compare(fingerprint, await again())
  const done = await engine.tamper(copy.connection, { fingerprint, seed: 'seed' }, scene.context)
  return { fingerprint, comparison, done, noticed: !compare(fingerprint, await again()).equal }
}

test('what moved is left out, what stood still is equal, and the grade says so', async () => {
  const from = await captureDuring(() => change([1, 2]))
  const { fingerprint, comparison, noticed } = await restored(from)
  expect(fingerprint.coverage).toMatchObject({ kind: 'partial', total: 128 })
  const method = fingerprint.datasets.find(({ name }) => name === 'many')?.method
  expect(method).toMatch(/^points\/1 of 64 without \d+(,\d+)?$/)
  expect(fingerprint.datasets.find(({ name }) => name === 'still')?.method).toBe('points/1')
  expect(from.capture.limitations.join()).toMatch(/[12] of 64 parts of "many" moved/)
  expect(comparison.differences).toEqual([])
  const { highestGrade: highest } = engine.capabilities
  expect(gradeDrill({ bytesVerified: true, loaded: true, comparison, highest }).grade).toBe(4)
  expect(noticed).toBe(true)
})

test('a collection of which every part moved is not called equal', async () => {
  const all = Array.from({ length: 1000 }, (_, id) => id)
  const from = await captureDuring(() => change(all))
  const { fingerprint, comparison, done, noticed } = await restored(from)
  expect(fingerprint.leftOut).toEqual(['many'])
  expect(fingerprint.datasets.map(({ name }) => name)).toEqual(['still'])
  expect(from.capture.limitations.join()).toContain('All points of "many" may have moved')
  expect(comparison.coverage).toEqual({ kind: 'partial', equal: 64, total: 128 })
  expect(done?.dataset).toBe('still')
  expect(noticed).toBe(true)
})

test('a collection that was deleted and made anew, empty, is not taken for what it was', async () => {
  const from = await captureDuring(async () => {
    await rest(scene.connection, ['DELETE', '/collections/many'])
    await rest(scene.connection, ['PUT', '/collections/many'], { vectors: { size: 8, distance: 'Dot' } })
  })
  const { fingerprint, comparison } = await restored(from)
  expect(fingerprint.leftOut).toEqual(['many'])
  expect(comparison.differences).toEqual([])
})

test('one that was made anew with another definition is captured anew as it is now', async () => {
  const from = await captureDuring(async () => {
    await rest(scene.connection, ['DELETE', '/collections/many'])
    await rest(scene.connection, ['PUT', '/collections/many'], { vectors: { size: 3, distance: 'Dot' } })
  })
  const { fingerprint, comparison } = await restored(from)
  expect(fingerprint).toMatchObject({ coverage: { kind: 'exact' }, leftOut: [] })
  expect(fingerprint.datasets.find(({ name }) => name === 'many')?.count).toBe(0)
  expect(comparison.equal).toBe(true)
})

test('one that was deleted before its snapshot is not in the backup', async () => {
  const { capture } = await captureDuring(() => rest(scene.connection, ['DELETE', '/collections/many']))
  expect(capture.fingerprint?.datasets.map(({ name }) => name)).toEqual(['still'])
})

test('one that came meanwhile is not in the backup, and named', async () => {
  const { capture } = await captureDuring(() => fillMany(scene.connection, 1, 'new'))
  expect(capture.limitations).toEqual(['The collection "new" was made during the backup and is not in it.'])
})

test('a definition that never stands still fails, and leaves nothing', async () => {
  let limit = 30_000
  await using proxy = await startProxy(scene.server.port, async ({ method, path }) => {
    if (`${method} ${path}` !== CREATION) return
    limit += 1
    await rest(scene.connection, ['PATCH', '/collections/many'], {
      optimizers_config: { indexing_threshold: limit },
    })
  })
  const parts = keepParts()
  const capturing = scene.capture({ ...scene.connection, port: proxy.port }, parts)
  await expect(capturing).rejects.toMatchObject({ code: 'source-changed', exitCode: 7 })
  expect(await snapshotsOn(scene.connection)).toEqual([])
})

test('another run that removes the snapshot of the same second is no reason to fail', async () => {
  let removed = 0
  await using proxy = await startProxy(scene.server.port, async ({ method, path }) => {
    // The list before the download is the last look at the snapshot.
    if (method !== 'POST' || path !== `${POINTS}/scroll` || removed > 0) return
    const [name] = await snapshotsOn(scene.connection)
    if (name === undefined) return
    removed += 1
    await rest(scene.connection, ['DELETE', `/collections/many/snapshots/${name}?wait=true`])
  })
  const capture = await scene.capture({ ...scene.connection, port: proxy.port })
  expect(removed).toBe(1)
  expect(capture.fingerprint?.coverage).toEqual({ kind: 'exact' })
})
