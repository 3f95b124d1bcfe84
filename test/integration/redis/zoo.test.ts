import { afterEach, beforeEach, expect, test } from 'vitest'
import { specOf, type Fingerprint } from '../../../src/core/fingerprint.ts'
import type { RedisConnection } from '../../../src/engines/redis/connection.ts'
import { engine } from '../../../src/engines/redis/index.ts'
import { engineContext } from '../../../src/runtime/engine-context.ts'
import { restoreCopy } from '../../contract/engines/restored-copy.ts'
import { testContext } from '../../support/context.ts'
import { fillZoo, runCommands } from '../../support/engines/redis/zoo.ts'
import { keepParts } from '../../support/kept-parts.ts'
import { putRedisOnPath, redisKinds, type RedisKind } from '../../support/servers/redis-programs.ts'
import { startRedis } from '../../support/servers/redis.ts'

putRedisOnPath()

/** Lets a server hold nothing in its compact forms. */
const LOOSE = {
  'hash-max-listpack-entries': 0,
  'zset-max-listpack-entries': 0,
  'set-max-intset-entries': 0,
  'list-max-listpack-size': 2,
  rdbcompression: 'no',
}

let cleanup: AsyncDisposableStack
let context: ReturnType<typeof engineContext>

beforeEach(async () => {
  cleanup = new AsyncDisposableStack()
  context = engineContext(cleanup.use(await testContext()))
})
afterEach(() => cleanup.disposeAsync())

async function start(
  kind: RedisKind,
  settings: Readonly<Record<string, string | number>> = {},
): Promise<RedisConnection> {
  const { host, port } = cleanup.use(
    await startRedis({ kind, settings: { 'repl-diskless-sync-delay': 0, ...settings } }),
  )
  return { host, port }
}

async function capture(connection: RedisConnection) {
  const parts = keepParts()
  const taken = await engine.capture(connection, { sink: parts, fingerprint: true }, context)
  if (taken.fingerprint === undefined) throw new Error('the capture has no fingerprint')
  return { capture: taken, fingerprint: taken.fingerprint, parts: parts.source(taken.requirements) }
}

test.each(redisKinds)(
  'every type and odd value of %s comes back, and is read from the source too',
  async (kind) => {
    const source = await start(kind)
    await fillZoo(source, kind)
    const taken = await capture(source)
    expect(taken.capture.limitations).toHaveLength(1)
    expect(taken.fingerprint.origin).toBe('source')
    const copy = cleanup.use(await restoreCopy(engine, taken, context))
    expect(await engine.fingerprint(copy.connection, specOf(taken.fingerprint), context)).toEqual(
      taken.fingerprint,
    )
    const checks = await engine.parse(taken.parts, taken.capture.identity.version, context)
    expect(checks).toMatchObject([{ result: 'passed' }])
  },
)

test.each(redisKinds)(
  'values of %s have one digest, in whatever form the server holds them',
  async (kind) => {
    const source = await start(kind)
    await fillZoo(source, kind)
    const taken = await capture(source)
    const destination = await start(kind, LOOSE)
    const tools = { description: 'none' } as never
    const request = { parts: taken.parts, purpose: 'destination', parallel: 1 } as const
    const loaded = await engine.load({ kind: 'server', connection: destination, tools }, request, context)
    // Lists and streams keep the form they were given in.
    await rewrite(destination)
    const found = await engine.fingerprint(loaded.connection, specOf(taken.fingerprint), context)
    expect(digests(found)).toEqual(digests(taken.fingerprint))
    expect(found.inventory).toEqual(taken.fingerprint.inventory)
  },
)

function digests({ datasets }: Fingerprint): readonly unknown[] {
  return datasets.map(({ name, count, digest }) => ({ name, count, digest }))
}

/** Makes the server choose the form of its lists again. */
async function rewrite(connection: RedisConnection): Promise<void> {
  for (const key of ['list:small', 'list:long', 'list:large element']) {
    await runCommands(connection, [
      ['LPUSH', key, 'x'],
      ['LPOP', key],
    ])
  }
}
