import { setImmediate as turn } from 'node:timers/promises'
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
  silence.holdTimers()
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
  silence.holdTimers()
  const ended = Promise.allSettled([scene.capture({ ...scene.connection, port: proxy.port })])
  await vi.waitUntil(() => held, PATIENTLY)
  for (let minutes = 0; minutes < 3; minutes += 1) {
    await vi.advanceTimersByTimeAsync(60_000)
    await turn()
  }
  expect(await ended).toMatchObject([LOST])
})
