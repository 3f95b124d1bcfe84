import { randomBytes } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { zstdCompressSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { $ } from 'zx'
import type { PartSource } from '../../../src/core/engine.ts'
import { LifeboatError } from '../../../src/core/errors.ts'
import type { Creation } from '../../../src/engines/clickhouse/create-objects.ts'
import { loadRows } from '../../../src/engines/clickhouse/load-rows.ts'
import { openSession } from '../../../src/engines/clickhouse/session.ts'
import { decompress } from '../../../src/runtime/zstd.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { SETTLING } from '../../support/cli/leftovers.ts'
import { connectionTo } from '../../support/engines/clickhouse/connection-to.ts'
import type { StartedClickHouse } from '../../support/servers/clickhouse.ts'
import { startWebServer, type WebServer } from '../../support/servers/web-server.ts'

const ROWS = {
  kind: 'table',
  name: 'orders',
  engine: 'MergeTree',
  definition: '',
  data: { part: 'table-0001.native', format: 'Native', bytes: 1, crc32: 1 },
} as const

let context: Awaited<ReturnType<typeof testContext>>
beforeAll(async () => {
  context = await testContext()
})
afterAll(() => context?.[Symbol.asyncDispose]())

type Answer = (insert: IncomingMessage, response: ServerResponse) => void

/** A server that greets like ClickHouse and does as told once an INSERT's first bytes are there. */
function startServer(answer: Answer): Promise<WebServer> {
  return startWebServer((request, response) => {
    if (request.url?.includes('INSERT') !== true) {
      request.resume().once('end', () => response.end('26.9.1.1\n'))
      return
    }
    request.once('data', () => {
      request.pause()
      answer(request, response)
    })
  })
}

/** A volume far larger than all that is buffered on the way. */
function endlessVolume(): Readable {
  const packed = zstdCompressSync(randomBytes(1 << 20))
  return Readable.from(
    (async function* frames() {
      for (;;) yield packed
    })(),
    { objectMode: false },
  )
}

interface Insert {
  readonly port: number
  /** What happens between the greeting and the INSERT. */
  readonly beforehand?: () => PromiseLike<void> | void
  /** Stops the session, though not the reading of the part. */
  readonly signal?: AbortSignal
}

/** Loads a table, which fails; the volume and the program that unpacks it must go. */
async function expectLetGo({ port, beforehand, signal = context.signal }: Insert): Promise<void> {
  const connection = connectionTo({
    host: '127.0.0.1',
    port,
    user: 'default',
    password: '',
  } as StartedClickHouse)
  await using session = await openSession(connection, { ...context, signal })
  await beforehand?.()
  const volume = endlessVolume()
  const creation: Creation = {
    session,
    connection,
    request: { parts: partsOf(volume), purpose: 'sandbox', parallel: 1 },
    context: engineContext(context),
    permissive: {},
    exact: {},
    replicates: false,
  }
  await expect(loadRows(creation, ROWS, [{ name: 'id', type: 'UInt64' }])).rejects.toBeInstanceOf(
    LifeboatError,
  )
  await expect.poll(() => volume.destroyed, SETTLING).toBe(true)
  await expect.poll(unpackers, SETTLING).toEqual([])
}

function partsOf(volume: Readable): PartSource {
  return {
    names: [ROWS.data.part],
    requirements: {},
    open: async () => decompress(volume, context),
    pour: () => Promise.reject(new Error('rows are not poured')),
  }
}

describe('the part is let go of', () => {
  test.each<[string, Answer]>([
    ['is reset', ({ socket }) => socket.resetAndDestroy()],
    ['is ended', ({ socket }) => socket.destroy()],
    ['is refused', (_, response) => response.writeHead(500).end('Code: 252. DB::Exception: Too many parts')],
    ['is answered before all of it was read', (_, response) => response.end()],
  ])('by an INSERT that %s', async (_, answer) => {
    await using server = await startServer(answer)
    await expectLetGo({ port: server.port })
  })

  test('by an INSERT into a server that has gone by then', async () => {
    await using server = await startServer(() => undefined)
    await expectLetGo({ port: server.port, beforehand: () => server[Symbol.asyncDispose]() })
  })

  test('by an INSERT that is stopped before it begins', async () => {
    await using server = await startServer(() => undefined)
    const stop = new AbortController()
    await expectLetGo({ port: server.port, beforehand: () => stop.abort(), signal: stop.signal })
  })
})

/** The zstd programs that this process waits for. */
async function unpackers(): Promise<readonly string[]> {
  return (await $({ quiet: true, nothrow: true })`pgrep -P ${process.pid} -x zstd`).lines()
}
