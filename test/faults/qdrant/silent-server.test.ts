import { setImmediate as turn } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { engine } from '../../../src/engines/qdrant/index.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { openScene } from '../../support/engines/qdrant/scene.ts'
import { fillMany } from '../../support/engines/qdrant/zoo.ts'
import { startProxy, type Meddle } from '../../support/servers/faulty-proxy.ts'
import { startSpoilingProxy } from '../../support/servers/redis-proxy.ts'
import { startSilentServer } from '../../support/stores/proxies.ts'

/** Real time, for a computer that is busy. */
const PATIENTLY = { timeout: 10_000 }

let cleanup: AsyncDisposableStack
let run: AbortController

beforeEach(() => {
  cleanup = new AsyncDisposableStack()
  run = new AbortController()
})
afterEach(async () => {
  vi.useRealTimers()
  await cleanup.disposeAsync()
})

async function makeContext() {
  return engineContext(cleanup.use(await testContext({ signal: run.signal })))
}

/** Timers move only when the test moves them; those of the network are Node's own and go on. */
function holdTimers(): void {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval'] })
}

/** A probe whose connection has been accepted. */
async function probeSilence() {
  const context = await makeContext()
  const silent = cleanup.use(await startSilentServer())
  holdTimers()
  const place = { host: '127.0.0.1', port: Number(new URL(silent.endpoint).port) }
  const ended = Promise.allSettled([engine.probe(place, context)])
  await vi.waitUntil(() => silent.connections() > 0, PATIENTLY)
  return { ended }
}

test('a server that accepts the connection and never answers is given up', async () => {
  const { ended } = await probeSilence()
  await vi.advanceTimersByTimeAsync(15_000)
  const told = expect.stringContaining('the server did not answer within 15 s')
  expect(await ended).toMatchObject([{ reason: { code: 'server-unreachable', what: told } }])
})

test('a run that is stopped does not wait for the answer', async () => {
  const { ended } = await probeSilence()
  run.abort()
  expect(await ended).toMatchObject([{ reason: { code: 'cancelled' } }])
})

const LOST = { reason: { code: 'connection-lost', why: expect.stringContaining('was silent for') } }

test.each<readonly [string, Parameters<Meddle>[0], number]>([
  ['a question', { method: 'GET', path: '/aliases' }, 60_000],
  ['a page of points', { method: 'POST', path: '/collections/many/points/scroll' }, 600_000],
])('a server that falls silent over %s in the middle of a capture', async (_, silentOver, bound) => {
  await using scene = await openScene()
  await fillMany(scene.connection, 100)
  let asked = false
  await using proxy = await startProxy(scene.server.port, async ({ method, path }) => {
    if (method !== silentOver.method || path !== silentOver.path) return
    asked = true
    await new Promise(() => undefined)
  })
  holdTimers()
  const ended = Promise.allSettled([scene.capture({ ...scene.connection, port: proxy.port })])
  await vi.waitUntil(() => asked, PATIENTLY)
  await vi.advanceTimersByTimeAsync(bound)
  expect(await ended).toMatchObject([LOST])
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
  holdTimers()
  const ended = Promise.allSettled([scene.capture({ ...scene.connection, port: proxy.port })])
  await vi.waitUntil(() => held, PATIENTLY)
  for (let minutes = 0; minutes < 3; minutes += 1) {
    await vi.advanceTimersByTimeAsync(60_000)
    await turn()
  }
  expect(await ended).toMatchObject([LOST])
})
