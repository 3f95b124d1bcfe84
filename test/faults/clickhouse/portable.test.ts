import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Capture } from '../../../src/core/engine.ts'
import { engine } from '../../../src/engines/clickhouse/index.ts'
import type { ClickHouseConnection } from '../../../src/engines/clickhouse/connection.ts'
import { openPlainProject, type PlainProject } from '../../support/cli/plain-project.ts'
import { engineContext, testContext } from '../../support/context.ts'
import { connectionTo } from '../../support/engines/clickhouse/connection-to.ts'
import { keepParts, type KeptParts } from '../../support/kept-parts.ts'
import { startProxy } from '../../support/servers/faulty-proxy.ts'
import { startClickHouse, type StartedClickHouse } from '../../support/servers/clickhouse.ts'
import { mountSmall } from '../../support/stores/small-mount.ts'

let context: Awaited<ReturnType<typeof testContext>>
let server: StartedClickHouse

beforeAll(async () => {
  context = await testContext()
  server = await startShop()
})
afterAll(async () => {
  await server?.[Symbol.asyncDispose]()
  await context?.[Symbol.asyncDispose]()
})

async function startShop(dataDir?: string): Promise<StartedClickHouse> {
  const started = await startClickHouse(dataDir === undefined ? {} : { dataDir })
  await started.sql('CREATE DATABASE shop')
  for (const table of ['orders', 'payments']) {
    await started.sql(`CREATE TABLE shop.${table} (id UInt32, note String) ENGINE = MergeTree ORDER BY id`)
    await started.sql(
      `INSERT INTO shop.${table} SELECT number, randomPrintableASCII(100) FROM numbers(100000)`,
    )
  }
  return started
}

const failureOf = (doing: Promise<unknown>): Promise<unknown> =>
  doing.then(
    () => undefined,
    (error: unknown) => error,
  )

/** Does something to the server when the part of that name begins. */
async function captureWhile(
  connection: ClickHouseConnection,
  part: string,
  act: () => Promise<unknown>,
): Promise<unknown> {
  const parts = keepParts()
  const sink = {
    ...parts,
    stream: async (...given: Parameters<typeof parts.stream>) => {
      if (given[0] === part) await act()
      await parts.stream(...given)
    },
  }
  return failureOf(engine.capture(connection, { sink, fingerprint: true }, engineContext(context)))
}

test('a proxy that compresses in its own way: the capture fails, and with compress: false it does not', async () => {
  await using proxy = await startProxy(server.port, async ({ path }) =>
    path.includes('enable_http_compression=1') ? { encoding: 'gzip' } : undefined,
  )
  const behind = { ...connectionTo(server), port: proxy.port }
  const failure = await captureWhile(behind, '', async () => undefined)
  expect(failure).toMatchObject({
    code: 'capture-failed',
    what: expect.stringContaining('compressed as gzip'),
  })
  expect(await captureWhile({ ...behind, compress: false }, '', async () => undefined)).toBeUndefined()
})

describe('the server goes away', () => {
  test.each([
    ['while rows are read', 'table-0002.native'],
    ['after the last table', 'schema.sql'],
  ])('%s', async (_, part) => {
    await using own = await startShop()
    const failure = await captureWhile(connectionTo(own), part, () => own.stop('SIGKILL'))
    // Which of the two depends on whether a connection was open at that moment.
    expect(['connection-lost', 'server-unreachable']).toContain((failure as { code?: string }).code)
    expect(failure).toMatchObject({ exitCode: 7 })
    const told = context.events.filter(({ event }) => event === 'warning')
    expect(JSON.stringify(told)).toContain('lifeboat sweep')
  })

  test('before it was there', async () => {
    const absent = { ...connectionTo(server), port: 1 }
    expect(await captureWhile(absent, '', async () => undefined)).toMatchObject({
      code: 'server-unreachable',
    })
  })
})

test('rows that the server itself cannot read any more make no backup', async () => {
  await using own = await startShop()
  const files = globSync('store/*/*/all_1_1_0/{data,note}.bin', { cwd: own.dataDir })
  expect(files.length).toBeGreaterThan(0)
  for (const file of files) {
    const path = join(own.dataDir, file)
    const bytes = readFileSync(path)
    writeFileSync(path, bytes.subarray(0, bytes.length - 100_000))
  }
  const failure = await captureWhile(connectionTo(own), '', async () => undefined)
  expect(failure).toMatchObject({ code: 'capture-failed', exitCode: 7 })
  expect(await own.sql("SELECT count() FROM system.databases WHERE name LIKE '\\_\\_bk%'")).toBe('0')
})

describe('a restore', () => {
  let capture: Capture
  let parts: KeptParts

  beforeAll(async () => {
    parts = keepParts()
    const request = { sink: parts, fingerprint: true }
    capture = await engine.capture(connectionTo(server), request, engineContext(context))
  })

  const loadInto = (to: StartedClickHouse, kept: KeptParts, database: string): Promise<unknown> =>
    failureOf(
      engine.load(
        { kind: 'server', connection: connectionTo(to, database), tools: {} as never },
        { parts: kept.source(capture.requirements), purpose: 'destination', parallel: 2 },
        engineContext(context),
      ),
    )

  test.each([
    ['cut short', 'load-failed', (bytes: Buffer) => bytes.subarray(0, bytes.length - 1000)],
    [
      'damaged',
      'part-malformed',
      (bytes: Buffer) =>
        Buffer.concat([bytes.subarray(0, 1000), Buffer.alloc(1000, 0xff), bytes.subarray(2000)]),
    ],
  ])('of a part that is %s fails and leaves nothing', async (_, code, damage) => {
    const kept = keepParts()
    for (const [name, bytes] of parts.parts)
      kept.parts.set(name, name === 'table-0002.native' ? damage(bytes) : bytes)
    expect(await loadInto(server, kept, 'restored')).toMatchObject({ code, exitCode: 4 })
    expect(await server.sql("SELECT count() FROM system.databases WHERE name = 'restored'")).toBe('0')
  })

  test('onto a disk that is too small says so, and leaves nothing', async () => {
    await using small = await mountSmall(16)
    await using own = await startClickHouse({ dataDir: small.path })
    expect(await loadInto(own, parts, 'restored')).toMatchObject({ code: 'disk-full', exitCode: 7 })
    expect(await own.sql("SELECT count() FROM system.databases WHERE name = 'restored'")).toBe('0')
  })

  test('into another release is another need', () => {
    const { accepts } = engine.server.need('25.8.2.1')
    expect(accepts('ClickHouse server version 25.8.9.1 (official build).')).toBe(true)
    expect(accepts('ClickHouse server version 26.9.2.1 (official build).')).toBe(false)
  })
})

test('a full disk of the source is no reason for having no backup', async () => {
  await using small = await mountSmall(48)
  await using own = await startShop(small.path)
  fill(join(small.path, 'ballast'))
  const parts = keepParts()
  const done = await engine.capture(
    connectionTo(own),
    { sink: parts, fingerprint: true },
    engineContext(context),
  )
  expect(done.fingerprint?.coverage).toEqual({ kind: 'exact' })
})

function fill(file: string): void {
  for (const bytes of [1024 * 1024, 4096]) {
    for (let full = false; !full;) {
      try {
        writeFileSync(file, Buffer.alloc(bytes), { flag: 'a' })
      } catch {
        full = true
      }
    }
  }
}

const project = (connection: object): Promise<PlainProject> =>
  openPlainProject({
    targets: { shop: { engine: 'clickhouse', connection, settings: { rateLimit: '1MiB' } } },
  })
const addressParts = () => ({ host: server.host, port: server.port, database: 'shop', user: server.user })

describe('by the command line', () => {
  test.each([
    ['wrong credentials', { password: 'wrong' }, 'server-refused-login'],
    ['an absent database', { database: 'nowhere', password: 'lifeboat-test' }, 'server-refused-login'],
    ['a server that is not there', { port: 1, password: 'x' }, 'server-unreachable'],
  ])('%s: could not run, and nothing is listed', async (_, { password, ...rest }, code) => {
    await using own = await project({ ...addressParts(), ...rest, password: { env: 'PASSWORD' } })
    const end = await own.run(['backup', 'shop'], { PASSWORD: password })
    expect(end.exitCode).toBe(7)
    expect(end.stdout).toContain(code)
    expect((await own.run(['list', 'shop'])).stdout).not.toMatch(/"id":"\d{8}T/)
  })

  test('a server that is killed while it is backed up: could not run, and nothing is listed', async () => {
    await using killed = await startShop()
    const connection = { ...addressParts(), port: killed.port, password: { env: 'PASSWORD' } }
    await using own = await project(connection)
    const started = own.start(['backup', 'shop'], { PASSWORD: killed.password })
    await started.seen(({ event }) => event === 'progress')
    await killed.stop('SIGKILL')
    const end = await started.ended
    expect(end.exitCode).toBe(7)
    expect(await readdir(join(own.storeFolder, 'manifests')).catch(() => [])).toEqual([])
    expect((await own.run(['list', 'shop'])).stdout).not.toMatch(/"id":"\d{8}T/)
  })
})
