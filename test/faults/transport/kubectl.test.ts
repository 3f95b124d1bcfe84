import { mkdir } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { expectFailure, filesIn, withoutLoss, type Guarded } from '../../support/cli/failed-run.ts'
import { progress } from '../../support/cli/interrupt.ts'
import { openPlainProject, type PlainProject } from '../../support/cli/plain-project.ts'
import type { CliEnd, StartedCli } from '../../support/cli/start-cli.ts'
import { startSource, type PostgresSource } from '../../support/postgres-source.ts'
import { standInKubectl, type StandInKubectl } from '../../support/transport/stand-in-kubectl.ts'

const PATIENCE = { timeout: 30_000 }

/** So much that a backup at a limited rate is in the middle of it for long. */
const BIG = `create table big as select i, gen_random_uuid()::text || gen_random_uuid()::text as filler from generate_series(1, 80000) i`
const POD = 'shop/pod/orders-0'

let source: PostgresSource
let kubectl: StandInKubectl
let project: PlainProject
let guarded: Guarded

const start = (args: readonly string[], given: Readonly<Record<string, string>> = {}): StartedCli =>
  project.start(args, {
    PATH: `${kubectl.folder}:${process.env['PATH']}`,
    ORDERS_PASSWORD: source.server.password,
    ...given,
  })
const run = (args: readonly string[], given?: Readonly<Record<string, string>>): Promise<CliEnd> =>
  start(args, given).ended

beforeAll(async () => {
  source = await startSource({ major: 16 })
  await source.sql('postgres', 'create database shop')
  await source.sql('shop', BIG)
  kubectl = await standInKubectl({ contexts: [], pods: { [POD]: { 5432: source.server.port } } })
  const connection = {
    host: 'localhost',
    database: 'shop',
    user: 'postgres',
    password: { env: 'ORDERS_PASSWORD' },
  }
  const via = { kubectl: { pod: 'orders-0', namespace: 'shop' } }
  project = await openPlainProject({
    defaults: { settings: { rateLimit: '2MiB' } },
    targets: { orders: { engine: 'postgres', connection, via } },
  })
  await mkdir(project.storeFolder)
  guarded = { target: 'orders', run, contents: () => filesIn(project.storeFolder) }
})
afterEach(() => expect.poll(() => kubectl.running(), PATIENCE).toEqual([]))
afterAll(async () => {
  await project?.[Symbol.asyncDispose]()
  await kubectl?.[Symbol.asyncDispose]()
  await source?.[Symbol.asyncDispose]()
})

const backup = (given?: Readonly<Record<string, string>>): Promise<CliEnd> =>
  withoutLoss(guarded, () => run(['backup'], given))

describe('a pod that cannot be reached: exit 7, nothing listed, nothing lost', () => {
  test('kubectl absent', async () => {
    const end = await backup({ PATH: '/nonexistent' })
    expectFailure(end, 7, { code: 'program-absent', says: /kubectl was not found[^]*install kubectl/ })
  })

  test('pod absent', async () => {
    const end = await backup({ LIFEBOAT_TARGETS_ORDERS_VIA_KUBECTL_POD: 'orders-1' })
    const says =
      /kubectl:shop\/pod\/orders-1 cannot be reached.*[^]*"orders-1" not found[^]*pods\/portforward/
    expectFailure(end, 7, { code: 'server-unreachable', says })
  })

  test('context absent', async () => {
    const end = await backup({ LIFEBOAT_TARGETS_ORDERS_VIA_KUBECTL_CONTEXT: 'elsewhere' })
    expectFailure(end, 7, { code: 'server-unreachable', says: /context "elsewhere" does not exist/ })
  })

  test('nothing listens at the port', async () => {
    const end = await backup({ LIFEBOAT_TARGETS_ORDERS_CONNECTION_PORT: '9' })
    const says = /kubectl:shop\/pod\/orders-0 → 9\/shop.*[^]*connection refused/
    expectFailure(end, 7, { code: 'connection-lost', says })
  })
})

describe('a backup that is in the middle of it', () => {
  test('port-forward broken: the backup fails, nothing is listed', async () => {
    const end = await withoutLoss(guarded, async () => {
      const cli = start(['backup'])
      await progress('data.dump')(cli)
      for (const pid of await kubectl.running()) process.kill(pid, 'SIGKILL')
      return cli.ended
    })
    expectFailure(end, 7, { code: 'connection-lost', says: /kubectl:shop\/pod\/orders-0 → 5432\/shop/ })
  })

  test('killed itself: kubectl ends with it', async () => {
    const cli = start(['backup'])
    await progress('data.dump')(cli)
    expect(await kubectl.running()).toHaveLength(1)
    cli.process.kill('SIGKILL')
    await cli.ended
    await expect.poll(() => kubectl.running(), PATIENCE).toEqual([])
  })

  test('told to stop: kubectl ends with it', async () => {
    const cli = start(['backup'])
    await progress('data.dump')(cli)
    cli.process.kill('SIGINT')
    expect((await cli.ended).exitCode).toBe(130)
    expect(await kubectl.running()).toEqual([])
  })
})

test('nothing of a login is on the command line of kubectl, and a backup through it is good', async () => {
  const end = await run(['backup', '--verify'])
  expect(end).toMatchObject({ exitCode: 0, result: { targets: [{ record: { outcome: 'succeeded' } }] } })
  expect(JSON.stringify(await kubectl.calls())).not.toContain(source.server.password)
})
