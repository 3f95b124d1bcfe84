import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { kill } from 'node:process'
import { expect, test, vi } from 'vitest'
import { Secret } from '../../../src/core/secret.ts'
import type { EngineContext } from '../../../src/core/engine.ts'
import { slotOwners } from '../../../src/engines/redis/cluster.ts'
import type { RedisClient, RedisConnection } from '../../../src/engines/redis/connection.ts'
import { Contents } from '../../../src/engines/redis/contents.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import { restoreKeys } from '../../../src/engines/redis/restore-keys.ts'
import { WrittenKeys } from '../../../src/engines/redis/written-keys.ts'
import { whyNotFromSource } from '../../../src/engines/redis/source-digest.ts'
import { takeDumps } from '../../../src/engines/redis/take-dumps.ts'
import { whileSending } from '../../../src/engines/redis/while-sending.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { startSpoilingProxy } from '../../support/servers/redis-proxy.ts'
import { startRedis } from '../../support/servers/redis.ts'
import { PATIENTLY, silenceOf } from '../../support/silent-probe.ts'
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

/** What logs in somewhere, before or in the middle of a run. */
const LOGINS: Readonly<Record<string, (place: RedisConnection, context: EngineContext) => Promise<unknown>>> =
  {
    'a restore': (connection, context) =>
      engine.load(
        {
          kind: 'server',
          connection,
          tools: { origin: 'local', run: never, pipe: never } as never,
        },
        {
          parts: { names: [], requirements: {}, open: never, pour: never },
          purpose: 'destination',
          parallel: 1,
        },
        context,
      ),
    'keys that are put back': (place, context) => restoreKeys(place, new WrittenKeys('/dev/null'), context),
    'a digest of the source': (place, context) =>
      whyNotFromSource(place, { contents: new Contents(), seed: 'seed', context }),
    'a node of a cluster': (place, { signal }) =>
      slotOwners({ sendCommand: async () => nodeAt(place) } as unknown as RedisClient, place, signal),
    'a cluster whose slots are looked at again': (place, context) =>
      takeDumps(place, {
        folder: context.workDir,
        version: '7.0.15',
        owners: [],
        sink: keepParts(),
        context,
      }),
    'a copy that is to send a dump': (place, { signal }) =>
      whileSending({ ...place, throwAway: true }, signal, never),
    'checks of a copy': (place, context) => engine.checks(place, context),
    'an application check': (place, context) => engine.ask(place, 'DBSIZE', context),
    'keys of one side': async (place, context) => {
      for await (const _ of engine.keys(place, '{"match":"*"}', context)) await never()
    },
    'the negative control': (place, context) =>
      engine.tamper(place, { fingerprint: undefined as never, seed: 'seed' }, context),
  }

async function never(): Promise<never> {
  throw new Error('nobody answered')
}

function nodeAt({ host, port }: RedisConnection): string {
  return `0123abcd ${host}:${port}@1,there myself,master - 0 0 1 connected 0-16383`
}

test.each(Object.entries(LOGINS))(
  'a run that is stopped does not wait for the login of %s',
  async (_, logIn) => {
    const context = await silence.makeContext()
    const silent = silence.cleanup.use(await startSilentServer())
    silence.holdTimers()
    const place = { host: '127.0.0.1', port: Number(new URL(silent.endpoint).port) }
    const ended = Promise.allSettled([logIn(place, context)])
    await vi.waitUntil(() => silent.connections() > 0, PATIENTLY)
    silence.run.abort()
    expect(await ended).toMatchObject([{ reason: { code: 'cancelled' } }])
  },
)

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

test('a web server at the port of Redis is told as that, whatever it says', async () => {
  const web = createServer((socket) => {
    socket.on('error', () => undefined)
    // Kept open, as by a server that waits for the rest of the request.
    socket.once('data', () => socket.write('HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n'))
  }).listen(0, '127.0.0.1')
  silence.cleanup.defer(() => void web.close())
  await once(web, 'listening')
  const place = { host: '127.0.0.1', port: (web.address() as AddressInfo).port }
  await expect(engine.probe(place, await silence.makeContext())).rejects.toMatchObject({
    code: 'server-unsupported',
    exitCode: 7,
    why: 'it answers as a web server does (HTTP)',
  })
})
