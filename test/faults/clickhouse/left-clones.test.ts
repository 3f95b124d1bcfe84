import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { isId } from '../../../src/core/identifiers.ts'
import { openPlainProject, type PlainProject } from '../../support/cli/plain-project.ts'
import type { CliEnd } from '../../support/cli/start-cli.ts'
import { startProxy } from '../../support/servers/faulty-proxy.ts'
import { startClickHouse, type StartedClickHouse } from '../../support/servers/clickhouse.ts'

let cleanup: AsyncDisposableStack
let server: StartedClickHouse
let project: PlainProject
let isAway: boolean

beforeEach(async () => {
  cleanup = new AsyncDisposableStack()
  isAway = false
  server = cleanup.use(await startClickHouse())
  await server.sql('CREATE DATABASE shop')
  await server.sql('CREATE TABLE shop.orders (id UInt32, note String) ENGINE = MergeTree ORDER BY id')
  await server.sql('INSERT INTO shop.orders SELECT number, randomPrintableASCII(100) FROM numbers(40000)')
  const proxy = cleanup.use(
    await startProxy(server.port, async () => {
      if (isAway) throw new Error('hangs up')
    }),
  )
  const connection = { host: server.host, port: proxy.port, database: 'shop', user: server.user }
  project = cleanup.use(
    await openPlainProject({
      targets: {
        shop: {
          engine: 'clickhouse',
          connection: { ...connection, password: { env: 'PASSWORD' } },
          settings: { rateLimit: '1MiB' },
        },
      },
    }),
  )
})
afterEach(() => cleanup.disposeAsync())

const clones = (): Promise<string> =>
  server.sql(String.raw`SELECT name FROM system.databases WHERE name LIKE '\\_\\_bk\\_%'`)

/** Backs up from a server that goes away in the middle and comes back when the run has ended; its warning. */
async function backUpInVain(): Promise<string> {
  const started = project.start(['backup', 'shop'], { PASSWORD: server.password })
  await started.seen(({ event }) => event === 'progress')
  isAway = true
  const end = await started.ended
  isAway = false
  expect(end.exitCode).toBe(7)
  return String(end.lines.find(({ event }) => event === 'warning')?.['message'])
}

const sweep = (environment: Record<string, string> = {}): Promise<CliEnd> =>
  project.run(['sweep'], { PASSWORD: server.password, ...environment })

test('clones that a failed backup could not drop go with a sweep on its computer', async () => {
  const warning = await backUpInVain()
  const left = await clones()
  expect(left).toMatch(/^__bk_\S+$/)
  expect(warning).toContain(`the clones in ${left} are left on the server`)
  expect(warning).toContain('`lifeboat sweep` on this computer removes them')
  const swept = await sweep()
  expect(swept.exitCode).toBe(0)
  expect(swept.stdout).toContain(`dropped the clones that run ${left.slice('__bk_'.length)} left`)
  expect(await clones()).toBe('')
  expect(await tracesOfRuns()).toEqual([])
})

test('a sweep on another computer leaves them, and the warning says what drops them', async () => {
  const warning = await backUpInVain()
  const left = await clones()
  const swept = await sweep({ TMPDIR: project.directory })
  expect(swept.stdout).not.toContain('dropped the clones')
  expect(await clones()).toBe(left)
  const statement = /DROP DATABASE .*$/.exec(warning)?.[0] ?? ''
  await server.sql(statement)
  expect(await clones()).toBe('')
})

async function tracesOfRuns(): Promise<readonly string[]> {
  const names = await readdir(join(project.directory, 'tmp'), { recursive: true })
  return names.filter((name) => isId(name.split('/').at(-1) ?? ''))
}
