import { kill } from 'node:process'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { RedisConnection } from '../../../src/engines/redis/connection.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { testContext } from '../../support/context.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { startSpoilingProxy } from '../../support/servers/redis-proxy.ts'
import { startRedis } from '../../support/servers/redis.ts'
import { startSilentServer } from '../../support/stores/proxies.ts'

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
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
}

/** A probe whose connection has been accepted. */
async function probeSilence(how: Pick<RedisConnection, 'tls'> = {}) {
  const context = await makeContext()
  const silent = cleanup.use(await startSilentServer())
  holdTimers()
  const place = { host: '127.0.0.1', port: Number(new URL(silent.endpoint).port), ...how }
  const ended = Promise.allSettled([engine.probe(place, context)])
  await vi.waitUntil(() => silent.connections() > 0, { timeout: 10_000 })
  return { ended }
}

test('a server that accepts the connection and never answers is given up', async () => {
  const { ended } = await probeSilence()
  await vi.advanceTimersByTimeAsync(15_000)
  const told = expect.stringContaining('the server did not answer within 15 s')
  expect(await ended).toMatchObject([{ reason: { code: 'server-unreachable', what: told } }])
})

test('a run that is stopped does not wait for the answer to its login', async () => {
  const { ended } = await probeSilence()
  run.abort()
  expect(await ended).toMatchObject([{ reason: { code: 'cancelled' } }])
})

test('a run that is stopped does not wait for a connection to be secured', async () => {
  const { ended } = await probeSilence({ tls: {} })
  run.abort()
  expect(await ended).toMatchObject([{ reason: { code: 'cancelled' } }])
})

test('a run that was stopped before asks nobody', async () => {
  run.abort()
  const context = await makeContext()
  const silent = cleanup.use(await startSilentServer())
  const place = { host: '127.0.0.1', port: Number(new URL(silent.endpoint).port) }
  await expect(engine.inspect(place, context)).rejects.toMatchObject({ code: 'cancelled' })
})

test('a run that is stopped does not wait for the answer to a question', async () => {
  const server = cleanup.use(await startRedis())
  const place = cleanup.use(
    await startSpoilingProxy(server, (bytes) => {
      if (!bytes.includes('redis_version')) return bytes
      run.abort()
      return Buffer.alloc(0)
    }),
  )
  await expect(engine.probe(place, await makeContext())).rejects.toMatchObject({ code: 'cancelled' })
})

test('a server that is frozen is given up', async () => {
  const { host, port, pid } = cleanup.use(await startRedis())
  const context = await makeContext()
  kill(pid, 'SIGSTOP')
  cleanup.defer(() => void kill(pid, 'SIGCONT'))
  holdTimers()
  const ended = Promise.allSettled([engine.probe({ host, port }, context)])
  await vi.advanceTimersByTimeAsync(15_000)
  expect(await ended).toMatchObject([{ reason: { code: 'server-unreachable' } }])
})

test('a password for a server that has none is a refused login', async () => {
  const { host, port } = cleanup.use(await startRedis())
  const context = await makeContext()
  const place = { host, port, password: new Secret('nobody-asked') }
  const request = { sink: keepParts(), fingerprint: true }
  await expect(engine.capture(place, request, context)).rejects.toMatchObject({
    code: 'server-refused-login',
    why: expect.stringContaining('without any password configured'),
  })
})
