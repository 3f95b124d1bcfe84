import { afterEach, beforeEach, expect, test } from 'vitest'
import type { EngineContext, PartSource } from '../../../src/core/engine.ts'
import type { RedisConnection } from '../../../src/engines/redis/connection.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { noTools } from '../../../src/runtime/no-tools.ts'
import { testContext } from '../../support/context.ts'
import { runCommands } from '../../support/engines/redis/zoo.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { startSpoilingProxy, type OnTheWay } from '../../support/servers/redis-proxy.ts'
import { startRedis, type StartedRedis } from '../../support/servers/redis.ts'

const KEYS = 20_000
const LIBRARY = "#!lua name=lib\nredis.register_function('seven', function() return 7 end)"

let cleanup: AsyncDisposableStack
let run: Awaited<ReturnType<typeof testContext>>
let context: EngineContext
let stop: AbortController
let server: StartedRedis
let parts: PartSource

beforeEach(async () => {
  cleanup = new AsyncDisposableStack()
  stop = new AbortController()
  run = cleanup.use(await testContext({ signal: stop.signal }))
  context = engineContext(run)
  parts = await backUp()
  server = cleanup.use(await startRedis())
})
afterEach(() => cleanup.disposeAsync())

/** Of keys in two databases and a function library. */
async function backUp(): Promise<PartSource> {
  await using source = await startRedis({ settings: { 'repl-diskless-sync-delay': 0 } })
  const sets = Array.from({ length: KEYS }, (_, index) => ['SET', `key:${index}`, `value ${index}`])
  await runCommands(source, [['FUNCTION', 'LOAD', LIBRARY], ...sets.slice(KEYS / 2)])
  await runCommands(source, sets.slice(0, KEYS / 2), 3)
  const kept = keepParts()
  await engine.capture({ host: source.host, port: source.port }, { sink: kept, fingerprint: true }, context)
  return kept.source({})
}

/** The server, with something done when it has said of so many keys that it took them. */
function after(keys: number, onTheWay: OnTheWay): Promise<RedisConnection & AsyncDisposable> {
  let taken = 0
  let done = false
  return startSpoilingProxy(server, (bytes) => {
    taken += bytes.toString('latin1').split('+OK').length - 1
    if (done || taken < keys) return bytes
    done = true
    return onTheWay(bytes)
  })
}

function restore({ host, port }: Pick<RedisConnection, 'host' | 'port'>, from = parts) {
  return engine.load(
    { kind: 'server', connection: { host, port }, tools: noTools() },
    { parts: from, purpose: 'destination', parallel: 1 },
    context,
  )
}

/** Its keys by database, and its function libraries. */
async function contents() {
  const [first] = await runCommands(server, [['KEYS', '*']])
  const [third, libraries] = await runCommands(
    server,
    [
      ['KEYS', '*'],
      ['FUNCTION', 'LIST'],
    ],
    3,
  )
  return { first, third, libraries }
}

function warnings(): readonly string[] {
  return run.events.flatMap((event) => (event.event === 'warning' ? [event.message] : []))
}

const NOTHING = { first: [], third: [], libraries: [] }

test.each([100, KEYS / 2 + 3000])(
  'a restore into a running server that is stopped after %i keys takes away what it wrote, and only that',
  async (keys) => {
    let others: Promise<unknown> | undefined
    const place = cleanup.use(
      await after(keys, (bytes) => {
        others = runCommands(server, [['SET', 'of somebody else', '1']])
        stop.abort()
        return bytes
      }),
    )
    await expect(restore(place)).rejects.toMatchObject({ code: 'cancelled' })
    await others
    expect(await contents()).toEqual({ ...NOTHING, first: ['of somebody else'] })
    expect(warnings()).toEqual([])
  },
)

test('a key that somebody else writes during a restore fails it and stays, and what was restored is taken away', async () => {
  const pour: PartSource['pour'] = async (name, output) => {
    await runCommands(server, [['SET', 'key:7', 'of somebody else']], 3)
    await runCommands(server, [['SET', `key:${KEYS - 7}`, 'of somebody else']])
    await parts.pour(name, output)
  }
  await expect(restore(server, { ...parts, pour })).rejects.toMatchObject({
    code: 'destination-not-empty',
    why: expect.stringContaining('BUSYKEY'),
  })
  expect(await contents()).toEqual({ ...NOTHING, first: [`key:${KEYS - 7}`], third: ['key:7'] })
  expect(warnings()).toEqual([])
})

/** Of a server that may hold so much of the backup. */
function halfRestored(port: number, why: string) {
  const told = `is left half restored \\(${why}\\): up to \\d{4,5} keys and functions .* run FLUSHALL and FUNCTION FLUSH there`
  return expect.stringMatching(new RegExp(`^127.0.0.1:${port} ${told}`))
}

const LOST = 'the connection was lost before the server had answered'

test('after a connection that is cut during a restore nothing is taken away, which is said: the server may still take what was sent', async () => {
  const place = cleanup.use(await after(3000, () => 'cut'))
  await expect(restore(place)).rejects.toMatchObject({ code: 'connection-lost' })
  expect(await runCommands(server, [['DBSIZE']])).not.toEqual([0])
  expect(warnings()).toEqual([halfRestored(place.port, LOST)])
})

test('a server that is gone during a restore is said to be half restored, and what to do', async () => {
  const place = cleanup.use(
    await after(3000, () => {
      void server.stop('SIGKILL')
      return 'cut'
    }),
  )
  await expect(restore(place)).rejects.toMatchObject({ code: 'connection-lost' })
  expect(warnings()).toEqual([halfRestored(place.port, LOST)])
})

test('what somebody else writes over a restored key stays when the restore is stopped, and so does what gets another expiry', async () => {
  // The keys of the first database are all there by then.
  const [set, expiring] = [`key:${KEYS - 1}`, `key:${KEYS - 2}`]
  const place = cleanup.use(
    await after(KEYS / 2 + 3000, (bytes) => {
      const others = [
        ['SET', set, 'of somebody else'],
        ['EXPIRE', expiring, '1000'],
      ]
      void runCommands(server, others).then(() => stop.abort())
      return bytes
    }),
  )
  await expect(restore(place)).rejects.toMatchObject({ code: 'cancelled' })
  const { first, third } = await contents()
  expect([(first as string[]).toSorted(), third]).toEqual([[expiring, set], []])
  expect(warnings()).toEqual([])
})

test('a library that somebody else loads during a restore fails it and stays', async () => {
  const theirs = LIBRARY.replace('return 7', "return 'of somebody else'")
  const pour: PartSource['pour'] = async (name, output) => {
    await runCommands(server, [['FUNCTION', 'LOAD', theirs]])
    await parts.pour(name, output)
  }
  await expect(restore(server, { ...parts, pour })).rejects.toMatchObject({
    code: 'destination-not-empty',
  })
  expect(await runCommands(server, [['FCALL', 'seven', '0'], ['DBSIZE']])).toEqual(['of somebody else', 0])
  expect(warnings()).toEqual([])
})

test('nothing is taken away from another server that answers at the address by then', async () => {
  const other = cleanup.use(await startRedis())
  await runCommands(
    other,
    Array.from({ length: KEYS }, (_, index) => ['SET', `key:${index}`, `value ${index}`]),
  )
  const answering = { host: server.host, port: server.port }
  const place = cleanup.use(
    await startSpoilingProxy(answering, (bytes) => {
      if (bytes.includes('BUSYKEY')) Object.assign(answering, { host: other.host, port: other.port })
      return bytes
    }),
  )
  const pour: PartSource['pour'] = async (name, output) => {
    await runCommands(server, [['SET', `key:${KEYS - 7}`, 'of somebody else']])
    await parts.pour(name, output)
  }
  await expect(restore(place, { ...parts, pour })).rejects.toMatchObject({
    code: 'destination-not-empty',
  })
  expect(await runCommands(other, [['DBSIZE']])).toEqual([KEYS])
  expect(warnings()).toEqual([
    halfRestored(place.port, 'another server answers there now, or it was started anew'),
  ])
})

test('keys of a database that the server does not have come into no other one', async () => {
  server = cleanup.use(await startRedis({ settings: { databases: 2 } }))
  await expect(restore(server)).rejects.toMatchObject({ code: 'not-supported' })
  expect(await runCommands(server, [['DBSIZE'], ['FUNCTION', 'LIST']])).toEqual([0, []])
  expect(warnings()).toEqual([])
})
