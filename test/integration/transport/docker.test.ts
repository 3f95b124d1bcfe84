import { once } from 'node:events'
import { readdir, readFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Manifest } from '../../../src/core/manifest.ts'
import { openTunnel } from '../../../src/runtime/transport/open-tunnel.ts'
import type { CliEnd } from '../../support/cli/start-cli.ts'
import type { PlainProject } from '../../support/cli/plain-project.ts'
import { testContext } from '../../support/context.ts'
import { containerProject } from '../../support/transport/container-project.ts'
import {
  startPostgresContainer,
  startRedisContainer,
  type ServerContainer,
} from '../../support/transport/server-container.ts'

const PATIENCE = { timeout: 30_000 }

const SEED = `create table orders as select i, repeat(md5(i::text), 10) as note from generate_series(1, 20000) i`

const SHOP = { engine: 'postgres', connection: { database: 'shop', user: 'postgres' } } as const

async function manifests({ storeFolder }: PlainProject): Promise<readonly Manifest[]> {
  const folder = join(storeFolder, 'manifests', 'orders')
  const names = (await readdir(folder)).toSorted()
  const texts = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
  return texts.map((text) => JSON.parse(text) as Manifest)
}

async function expectDone(running: Promise<CliEnd>): Promise<void> {
  const end = await running
  expect(end.exitCode === 0 ? 'done' : end.stdout + end.stderr).toBe('done')
}

/** `*` is reached by the container's own address, its loopback only by a relay in it. */
describe.each(['*', '127.0.0.1'])('PostgreSQL in a container, listening on %s', (address) => {
  let server: ServerContainer
  let project: PlainProject
  const run = (...args: string[]) => project.run(args, { ORDERS_PASSWORD: server.password })

  beforeAll(async () => {
    server = await startPostgresContainer(address)
    const url = `postgresql://postgres:${server.password}@127.0.0.1`
    await server.exec('psql', '-q', `${url}/postgres`, '-c', 'create database shop')
    await server.exec('psql', '-q', `${url}/shop`, '-c', SEED)
    project = await containerProject(server, SHOP)
  })
  afterAll(async () => {
    await project?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })

  test('is backed up, drilled and restored, and told by its container', async () => {
    await expectDone(run('backup'))
    const [manifest] = await manifests(project)
    expect(manifest?.server.address).toBe(`docker:${server.name} → 5432/shop`)
    await expectDone(run('drill', '--sandbox', 'process'))
    const restored = await run('restore', 'orders', '--into', 'shop_restored', '--confirm', 'shop_restored')
    expect(restored.result).toMatchObject({
      record: {
        outcome: 'succeeded',
        destination: { address: `docker:${server.name} → 5432/shop_restored` },
      },
    })
    await expect.poll(() => server.relays(), PATIENCE).toEqual([])
  })

  test('is not disturbed by connections that break off', async () => {
    await using context = await testContext()
    const far = { host: 'localhost', port: 5432 }
    await using tunnel = await openTunnel({ via: { docker: server.name }, far, context })
    const sockets = Array.from({ length: 8 }, () => connect(tunnel.endpoint).on('error', () => undefined))
    await Promise.all(sockets.map((socket) => once(socket, 'connect')))
    for (const socket of sockets) socket.resetAndDestroy()
    await expect.poll(() => server.relays(), PATIENCE).toEqual([])
    // A first process that gets the dead children of a relay takes them for its own.
    expect(await server.log()).not.toMatch(/terminated by signal|reinitializing/)
  })

  test('keeps no relay of a connection that breaks off while it begins', async () => {
    await using context = await testContext()
    const far = { host: 'localhost', port: 5432 }
    await using tunnel = await openTunnel({ via: { docker: server.name }, far, context })
    for (let dial = 0; dial < 60; dial++) {
      const socket = connect(tunnel.endpoint).on('error', () => undefined)
      await once(socket, 'connect')
      await sleep(dial)
      socket.resetAndDestroy()
    }
    await expect.poll(() => server.relays(), PATIENCE).toEqual([])
  })

  test('is restored into another server of that container', async () => {
    const OTHER_URL = `postgres://postgres:${server.password}@localhost/elsewhere`
    const args = ['restore', 'orders', '--into', 'env:OTHER_URL', '--via', `docker:${server.name}`]
    await expectDone(project.run([...args, '--confirm', 'elsewhere'], { OTHER_URL }))
    const url = `postgresql://postgres:${server.password}@127.0.0.1/elsewhere`
    expect(await server.exec('psql', '-qtAX', url, '-c', 'select count(*) from orders')).toBe('20000')
  })
})

describe('Redis in a container that listens on its loopback only', () => {
  let server: ServerContainer
  let project: PlainProject
  const run = (...args: string[]) => project.run(args, { ORDERS_PASSWORD: server.password })

  beforeAll(async () => {
    server = await startRedisContainer('127.0.0.1')
    await server.exec('redis-cli', '--no-auth-warning', '-a', server.password, 'set', 'order', '1')
    project = await containerProject(server, { engine: 'redis' })
  })
  afterAll(async () => {
    await project?.[Symbol.asyncDispose]()
    await server?.[Symbol.asyncDispose]()
  })

  test('is backed up and drilled, and known again after it was started anew', async () => {
    await expectDone(run('backup'))
    await expectDone(run('drill', '--sandbox', 'process'))
    await server.docker('restart')
    await expectDone(run('backup'))
    const addresses = (await manifests(project)).map((manifest) => manifest.server.address)
    expect(addresses).toEqual(Array(2).fill(`docker:${server.name} → 6379`))
    await expect.poll(() => server.relays(), PATIENCE).toEqual([])
  })
})
