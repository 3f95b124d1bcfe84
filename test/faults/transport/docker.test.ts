import { mkdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expectFailure, filesIn, withoutLoss, type Guarded } from '../../support/cli/failed-run.ts'
import { progress } from '../../support/cli/interrupt.ts'
import type { PlainProject } from '../../support/cli/plain-project.ts'
import type { CliEnd, StartedCli } from '../../support/cli/start-cli.ts'
import { containerProject } from '../../support/transport/container-project.ts'
import {
  startPostgresContainer,
  startRedisContainer,
  type ServerContainer,
} from '../../support/transport/server-container.ts'

const PATIENCE = { timeout: 30_000 }

/** So much that a backup at a limited rate is in the middle of it for long. */
const BIG = `create table big as select i, gen_random_uuid()::text || gen_random_uuid()::text as filler from generate_series(1, 80000) i`

const SHOP = { engine: 'postgres', connection: { database: 'shop', user: 'postgres' } } as const

let server: ServerContainer
let project: PlainProject
let guarded: Guarded

const start = (args: readonly string[], given: Readonly<Record<string, string>> = {}): StartedCli =>
  project.start(args, { ORDERS_PASSWORD: server.password, ...given })
const run = (args: readonly string[], given?: Readonly<Record<string, string>>): Promise<CliEnd> =>
  start(args, given).ended

/** The relay is what is tested here, so the server listens for nobody outside. */
beforeAll(async () => {
  server = await startPostgresContainer('127.0.0.1')
  const url = `postgresql://postgres:${server.password}@127.0.0.1`
  await server.exec('psql', '-q', `${url}/postgres`, '-c', 'create database shop')
  await server.exec('psql', '-q', `${url}/shop`, '-c', BIG)
  project = await containerProject(server, { ...SHOP, rateLimit: '2MiB' })
  await mkdir(project.storeFolder)
  guarded = { target: 'orders', run, contents: () => filesIn(project.storeFolder) }
})
afterAll(async () => {
  await project?.[Symbol.asyncDispose]()
  await server?.[Symbol.asyncDispose]()
})

const backup = (given?: Readonly<Record<string, string>>): Promise<CliEnd> =>
  withoutLoss(guarded, () => run(['backup'], given))

describe('a container that cannot be reached: exit 7, nothing listed, nothing lost', () => {
  test('container absent', async () => {
    const end = await backup({ LIFEBOAT_TARGETS_ORDERS_VIA_DOCKER: 'no-such-container' })
    const says = /there is no container no-such-container[^]*docker ps/
    expectFailure(end, 7, { code: 'server-unreachable', says })
  })

  test('container engine absent', async () => {
    const end = await backup({ DOCKER_HOST: 'unix:///nonexistent/docker.sock' })
    const says = /the container engine cannot be used to reach the container lifeboat-test-/
    expectFailure(end, 7, { code: 'server-unreachable', says })
  })

  test('nothing listens at the port', async () => {
    const end = await backup({ LIFEBOAT_TARGETS_ORDERS_CONNECTION_PORT: '5999' })
    const says = /nothing answers at localhost:5999 in the container lifeboat-test-.*[^]*check host and port/
    expectFailure(end, 7, { code: 'server-unreachable', says })
  })

  test('no program to relay with', async () => {
    await using bare = await startRedisContainer('127.0.0.1')
    await bare.exec('rm', '/bin/bash')
    await using other = await containerProject(bare, { engine: 'redis' })
    const end = await other.run(['backup'], { ORDERS_PASSWORD: bare.password })
    const says = /has no program to relay with[^]*none of bash, socat and nc[^]*publish its port/
    expectFailure(end, 7, { code: 'server-unreachable', says })
  })

  test('container paused', async () => {
    await server.docker('pause')
    try {
      const end = await backup()
      expectFailure(end, 7, { code: 'server-unreachable', says: /is paused[^]*docker unpause/ })
    } finally {
      await server.docker('unpause')
    }
  })
})

describe('a backup that is in the middle of it', () => {
  test('killed itself: no relay stays in the container, and its server does not notice', async () => {
    const cli = start(['backup'])
    await progress('data.dump')(cli)
    expect((await server.relays()).length).toBeGreaterThan(1)
    cli.process.kill('SIGKILL')
    await cli.ended
    await expect.poll(() => server.relays(), PATIENCE).toEqual([])
    expect(await server.log()).not.toMatch(/terminated by signal|reinitializing/)
    expect((await run(['sweep'])).exitCode).toBe(0)
  })

  test('container killed: the backup fails, nothing is listed', async () => {
    const end = await withoutLoss(guarded, async () => {
      const cli = start(['backup'])
      await progress('data.dump')(cli)
      await server.docker('kill')
      return cli.ended
    })
    expectFailure(end, 7, { code: 'connection-lost', says: /docker:lifeboat-test-.* → 5432/ })
  })

  test('container stopped: told at the next run', async () => {
    const end = await backup()
    expectFailure(end, 7, { code: 'server-unreachable', says: /does not run: it is exited[^]*docker start/ })
  })
})
