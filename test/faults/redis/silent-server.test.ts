import { kill } from 'node:process'
import { expect, test, vi } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { startSpoilingProxy } from '../../support/servers/redis-proxy.ts'
import { startRedis } from '../../support/servers/redis.ts'
import { silenceOf } from '../../support/silent-probe.ts'
import { startSilentServer } from '../../support/stores/proxies.ts'

const silence = silenceOf(['setTimeout', 'clearTimeout'])

test('a server that accepts the connection and never answers is given up', async () => {
  const { ended } = await silence.probe(engine)
  await vi.advanceTimersByTimeAsync(15_000)
  const told = expect.stringContaining('the server did not answer within 15 s')
  expect(await ended).toMatchObject([{ reason: { code: 'server-unreachable', what: told } }])
})

test('a run that is stopped does not wait for the answer to its login', async () => {
  const { ended } = await silence.probe(engine)
  silence.run.abort()
  expect(await ended).toMatchObject([{ reason: { code: 'cancelled' } }])
})

test('a run that is stopped does not wait for a connection to be secured', async () => {
  const { ended } = await silence.probe(engine, { tls: {} })
  silence.run.abort()
  expect(await ended).toMatchObject([{ reason: { code: 'cancelled' } }])
})

test('a run that was stopped before asks nobody', async () => {
  silence.run.abort()
  const context = await silence.makeContext()
  const silent = silence.cleanup.use(await startSilentServer())
  const place = { host: '127.0.0.1', port: Number(new URL(silent.endpoint).port) }
  await expect(engine.inspect(place, context)).rejects.toMatchObject({ code: 'cancelled' })
})

test('a run that is stopped does not wait for the answer to a question', async () => {
  const server = silence.cleanup.use(await startRedis())
  const place = silence.cleanup.use(
    await startSpoilingProxy(server, (bytes) => {
      if (!bytes.includes('redis_version')) return bytes
      silence.run.abort()
      return Buffer.alloc(0)
    }),
  )
  await expect(engine.probe(place, await silence.makeContext())).rejects.toMatchObject({ code: 'cancelled' })
})

test('a server that is frozen is given up', async () => {
  const { host, port, pid } = silence.cleanup.use(await startRedis())
  const context = await silence.makeContext()
  kill(pid, 'SIGSTOP')
  silence.cleanup.defer(() => void kill(pid, 'SIGCONT'))
  silence.holdTimers()
  const ended = Promise.allSettled([engine.probe({ host, port }, context)])
  await vi.advanceTimersByTimeAsync(15_000)
  expect(await ended).toMatchObject([{ reason: { code: 'server-unreachable' } }])
})

test('a password for a server that has none is a refused login', async () => {
  const { host, port } = silence.cleanup.use(await startRedis())
  const context = await silence.makeContext()
  const place = { host, port, password: new Secret('nobody-asked') }
  const request = { sink: keepParts(), fingerprint: true }
  await expect(engine.capture(place, request, context)).rejects.toMatchObject({
    code: 'server-refused-login',
    why: expect.stringContaining('without any password configured'),
  })
})
