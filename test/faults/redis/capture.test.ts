import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test } from 'vitest'
import type { Capture } from '../../../src/core/engine.ts'
import { LifeboatError } from '../../../src/core/errors.ts'
import type { RedisConnection } from '../../../src/engines/redis/connection.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { testContext } from '../../support/context.ts'
import { noise, runCommands } from '../../support/engines/redis/zoo.ts'
import { keepParts, type KeptParts } from '../../support/kept-parts.ts'
import { startSpoilingProxy, type OnTheWay } from '../../support/servers/redis-proxy.ts'
import { startRedis, type StartedRedis } from '../../support/servers/redis.ts'
import { mountSmall } from '../../support/stores/small-mount.ts'

/** Makes a dump of 300 keys last most of a second. */
const SLOWLY = { 'rdb-key-save-delay': 2000 }

type Place = Pick<RedisConnection, 'host' | 'port'>

let cleanup: AsyncDisposableStack
let parts: KeptParts

beforeEach(() => {
  cleanup = new AsyncDisposableStack()
  parts = keepParts()
})
afterEach(() => cleanup.disposeAsync())

async function start(settings: Readonly<Record<string, string | number>> = {}): Promise<StartedRedis> {
  const server = cleanup.use(await startRedis({ settings: { 'repl-diskless-sync-delay': 0, ...settings } }))
  const keys = Array.from({ length: 300 }, (_, index) => ['SET', `k${index}`, noise(500, index + 1)])
  await runCommands(server, keys)
  return server
}

async function capture({ host, port }: Place, workDir?: string): Promise<Capture> {
  const made = cleanup.use(await testContext())
  const context = engineContext({ ...made, workDir: workDir ?? made.workDir })
  return engine.capture({ host, port }, { sink: parts, fingerprint: true }, context)
}

async function through(server: StartedRedis, onTheWay: OnTheWay): Promise<Place> {
  return cleanup.use(await startSpoilingProxy(server, onTheWay))
}

function isDump(bytes: Buffer): boolean {
  return bytes.includes('REDIS0') || bytes.includes('value-of-dump') || bytes.length > 10_000
}

test.each([
  ['killed', (server: StartedRedis) => server.stop('SIGKILL')],
  [
    'told to cut off its replicas',
    (server: StartedRedis) => runCommands(server, [['CLIENT', 'KILL', 'TYPE', 'REPLICA']]),
  ],
])('a server that is %s in the middle of its dump leaves no backup', async (_, happen) => {
  const server = await start(SLOWLY)
  const taking = Promise.allSettled([capture(server)])
  const saving = async () => String((await runCommands(server, [['INFO', 'persistence']]))[0])
  await expect.poll(saving, { interval: 10 }).toContain('rdb_bgsave_in_progress:1')
  await happen(server)
  expect(await taking).toMatchObject([{ status: 'rejected', reason: { code: 'connection-lost' } }])
  expect([...parts.parts.keys()]).toEqual([])
})

test.each<readonly [string, string, () => OnTheWay]>([
  ['flipped bit', 'part-malformed', flipper],
  ['lost connection', 'connection-lost', () => (bytes) => (isDump(bytes) ? 'cut' : bytes)],
])('a %s on the way is noticed before anything is stored', async (_, code, makeSpoiler) => {
  const server = await start()
  const source = await through(server, makeSpoiler())
  await expect(capture(source)).rejects.toMatchObject({ code })
  expect([...parts.parts.keys()]).toEqual([])
})

function flipper(): OnTheWay {
  let flipped = false
  return (bytes) => {
    if (flipped || bytes.length <= 10_000) return bytes
    flipped = true
    const copy = Buffer.from(bytes)
    copy[9000] = (copy[9000] ?? 0) ^ 16
    return copy
  }
}

test('a server that dies while its keys are read leaves a backup that says so', async () => {
  const server = await start()
  const source = await through(server, (bytes) =>
    bytes.includes('db0:keys') && parts.parts.size > 0 ? 'cut' : bytes,
  )
  const taken = await capture(source)
  expect(taken.fingerprint?.origin).toBe('artifact')
  expect(taken.limitations.join()).toContain('its keys could not be read')
})

test('keys that expire while it lasts are no proof by the source', async () => {
  const server = await start({ ...SLOWLY, 'enable-debug-command': 'yes' })
  // What nobody touches is dumped, also when its time has come by then.
  await runCommands(server, [
    ['DEBUG', 'SET-ACTIVE-EXPIRE', '0'],
    ['SET', 'short', 'x', 'PX', '500'],
  ])
  const taken = await capture(server)
  expect(taken.fingerprint).toMatchObject({ origin: 'artifact', datasets: [{ count: 301 }] })
  expect(taken.limitations.join()).toContain('expired')
})

test('a replica that hides what its master has not yet removed is no proof either', async () => {
  const master = cleanup.use(
    await startRedis({ settings: { 'enable-debug-command': 'yes', 'repl-diskless-sync-delay': 0 } }),
  )
  await runCommands(master, [
    ['DEBUG', 'SET-ACTIVE-EXPIRE', '0'],
    ['SET', 'stays', '1'],
    ['SET', 'hidden', '1', 'PX', '100'],
  ])
  const settings = { replicaof: `${master.host} ${master.port}`, 'repl-diskless-sync-delay': 0 }
  const replica = cleanup.use(await startRedis({ settings }))
  const link = async () => String((await runCommands(replica, [['INFO', 'replication']]))[0])
  await expect.poll(link).toContain('master_link_status:up')
  await sleep(150)
  const taken = await capture(replica)
  expect(taken.fingerprint).toMatchObject({ origin: 'artifact', datasets: [{ count: 2 }] })
  expect(taken.limitations.join()).toContain('keys expired while it was read')
})

test('a store that refuses ends the dump, and is what is told', async () => {
  const server = await start(SLOWLY)
  const context = engineContext(cleanup.use(await testContext()))
  const { host, port } = server
  const sink = {
    stream: () => Promise.reject(new LifeboatError({ code: 'store-full', what: 'the store is full' })),
  }
  const taking = engine.capture({ host, port }, { sink: { ...parts, ...sink }, fingerprint: true }, context)
  await expect(taking).rejects.toMatchObject({ code: 'store-full' })
  const replicas = async () => String((await runCommands(server, [['INFO', 'replication']]))[0])
  await expect.poll(replicas).toContain('connected_slaves:0')
})

test('a full disk here is told as that', async () => {
  const server = await start()
  await runCommands(
    server,
    Array.from({ length: 40 }, (_, index) => ['SET', `large${index}`, noise(100_000, index + 7)]),
  )
  const mount = cleanup.use(await mountSmall(2))
  await expect(capture(server, mount.path)).rejects.toMatchObject({
    code: 'disk-full',
    fix: expect.stringContaining('where temporary files lie') as string,
  })
  expect([...parts.parts.keys()]).toEqual([])
})
