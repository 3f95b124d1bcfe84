import { setImmediate as turn, setTimeout as sleep } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { engine } from '../../../src/engines/qdrant/index.ts'
import { openScene } from '../../support/engines/qdrant/scene.ts'
import { fillMany } from '../../support/engines/qdrant/zoo.ts'
import { startProxy, type Meddle } from '../../support/servers/faulty-proxy.ts'
import { startSpoilingProxy } from '../../support/servers/redis-proxy.ts'
import { PATIENTLY, silenceOf } from '../../support/silent-probe.ts'

const silence = silenceOf(['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'])

test('a server that accepts the connection and never answers is given up', async () => {
  const { ended } = await silence.probe(engine)
  await vi.advanceTimersByTimeAsync(15_000)
  const told = expect.stringContaining('the server did not answer within 15 s')
  expect(await ended).toMatchObject([{ reason: { code: 'server-unreachable', what: told } }])
})

test('a run that is stopped does not wait for the answer', async () => {
  const { ended } = await silence.probe(engine)
  silence.run.abort()
  expect(await ended).toMatchObject([{ reason: { code: 'cancelled' } }])
})

const LOST = { reason: { code: 'connection-lost', why: expect.stringContaining('was silent for') } }

type Question = Parameters<Meddle>[0]

test.each<readonly [string, Question, number]>([['a question', { method: 'GET', path: '/aliases' }, 60_000]])(
  'a server that falls silent over %s in the middle of a capture',
  async (_, silentOver, bound) => {
    await using scene = await openScene()
    await fillMany(scene.connection, 100)
    let asked = false
    await using proxy = await startProxy(scene.server.port, async ({ method, path }) => {
      if (method !== silentOver.method || path !== silentOver.path) return
      asked = true
      await new Promise(() => undefined)
    })
    silence.holdTimers()
    const ended = Promise.allSettled([scene.capture({ ...scene.connection, port: proxy.port })])
    await vi.waitUntil(() => asked, PATIENTLY)
    await vi.advanceTimersByTimeAsync(bound)
    expect(await ended).toMatchObject([LOST])
  },
)

const SNAPSHOT: Question = { method: 'POST', path: '/collections/many/snapshots?wait=true' }
const SCROLL: Question = { method: 'POST', path: '/collections/many/points/scroll' }

test.each([
  ['makes a snapshot', SNAPSHOT],
  ['reads points', SCROLL],
])(
  'a server that freezes while it %s does not answer a trifle beside it, and is given up',
  async (_, work) => {
    await using scene = await openScene()
    await fillMany(scene.connection, 100)
    const asked = { work: 0, beside: 0 }
    await using proxy = await startProxy(scene.server.port, async (request) => {
      const isWork = request.method === work.method && request.path === work.path
      if (!isWork && request.path !== '/healthz') return
      asked[isWork ? 'work' : 'beside'] += 1
      await new Promise(() => undefined)
    })
    silence.holdTimers()
    const ended = Promise.allSettled([scene.capture({ ...scene.connection, port: proxy.port })])
    await vi.waitUntil(() => asked.work > 0, PATIENTLY)
    await vi.advanceTimersByTimeAsync(60_000)
    await vi.waitUntil(() => asked.beside > 0, PATIENTLY)
    await vi.advanceTimersByTimeAsync(60_000)
    expect(await ended).toMatchObject([LOST])
  },
)

test('a page of points that does not come is given up although trifles are answered', async () => {
  await using scene = await openScene()
  await fillMany(scene.connection, 100)
  let asked = false
  let beside = 0
  await using proxy = await startProxy(scene.server.port, async ({ method, path }) => {
    if (path === '/healthz') beside += 1
    if (method !== SCROLL.method || path !== SCROLL.path) return
    asked = true
    await new Promise(() => undefined)
  })
  silence.holdTimers()
  const ended = Promise.allSettled([scene.capture({ ...scene.connection, port: proxy.port })])
  await vi.waitUntil(() => asked, PATIENTLY)
  for (let minute = 1; minute < 10; minute += 1) {
    await vi.advanceTimersByTimeAsync(60_000)
    await vi.waitUntil(() => beside === minute, PATIENTLY)
    await sleep(50)
  }
  await vi.advanceTimersByTimeAsync(60_000)
  expect(await ended).toMatchObject([{ reason: { ...LOST.reason, why: 'the server was silent for 600 s' } }])
})

test('a server that makes a snapshot for an hour is left to it while it answers a trifle beside it', async () => {
  await using scene = await openScene()
  await fillMany(scene.connection, 100)
  const made = Promise.withResolvers<void>()
  let asked = false
  let beside = 0
  await using proxy = await startProxy(scene.server.port, async ({ method, path }) => {
    if (path === '/healthz') beside += 1
    if (method !== SNAPSHOT.method || path !== SNAPSHOT.path) return
    asked = true
    await made.promise
  })
  silence.holdTimers()
  const capturing = scene.capture({ ...scene.connection, port: proxy.port })
  await vi.waitUntil(() => asked, PATIENTLY)
  for (let minute = 1; minute <= 60; minute += 1) {
    await vi.advanceTimersByTimeAsync(60_000)
    await vi.waitUntil(() => beside === minute, PATIENTLY)
    await sleep(50)
  }
  vi.useRealTimers()
  made.resolve()
  expect(await capturing).toMatchObject({ fingerprint: { datasets: [{ count: 100 }] } })
})

test('a server that falls silent in the middle of its snapshot', async () => {
  await using scene = await openScene()
  await fillMany(scene.connection, 2000)
  let held = false
  await using proxy = await startSpoilingProxy(scene.server, (bytes) => {
    if (held) return bytes.toString('latin1').startsWith('HTTP/1.1') ? bytes : Buffer.alloc(0)
    held = bytes.includes('content-disposition')
    return held ? bytes.subarray(0, -1) : bytes
  })
  silence.holdTimers()
  const ended = Promise.allSettled([scene.capture({ ...scene.connection, port: proxy.port })])
  await vi.waitUntil(() => held, PATIENTLY)
  for (let minutes = 0; minutes < 3; minutes += 1) {
    await vi.advanceTimersByTimeAsync(60_000)
    await turn()
  }
  expect(await ended).toMatchObject([LOST])
})
