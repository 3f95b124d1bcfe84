import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { Client } from 'pg'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { expectFailure, filesIn, withoutLoss, type Guarded } from '../../support/cli/failed-run.ts'
import { progress, until } from '../../support/cli/interrupt.ts'
import { leftovers, processesOf, SETTLING } from '../../support/cli/leftovers.ts'
import { recordsOf } from '../../support/cli/records.ts'
import { runCli, type CliEnd, type StartedCli } from '../../support/cli/start-cli.ts'
import { testImage } from '../../support/servers/image.ts'

/** So much that a backup at a limited rate is in the middle of it for long. */
const BIG = `create table big as select i, repeat(md5(i::text), 20) as filler from generate_series(1, 200000) i`
const HIDDEN = 'create role guest login password $$lifeboat-test$$'

let scene: CliScene
let guarded: Guarded

beforeAll(async () => {
  scene = await openCliScene()
  await scene.source.sql('shop', `${BIG}; ${HIDDEN}`)
  expect((await scene.run(['backup', 'shop'])).exitCode).toBe(0)
  guarded = { target: 'shop', run: (args) => scene.run(args), contents: () => filesIn(scene.storeFolder) }
})
afterAll(() => scene[Symbol.asyncDispose]())

/** The scene with a limit for the rate of backups, and a quick end of waiting for locks. */
function limitedTo(rateLimit: string, lockTimeout = '1s'): Promise<void> {
  const url = { env: 'SHOP_URL' }
  const connection = { url, tls: { mode: 'disable' }, lockTimeout }
  return scene.configure({
    defaults: { settings: { image: testImage('postgres-16'), parallel: 2, rateLimit } },
    targets: { shop: { engine: 'postgres', connection } },
  })
}

function backup(environment: Readonly<Record<string, string>> = {}): Promise<CliEnd> {
  return withoutLoss(guarded, () => scene.run(['backup', 'shop'], environment))
}

/** Starts a backup that takes ten seconds, and does something to it once bytes of the dump were stored. */
async function backupDisturbed(disturb: (cli: StartedCli) => Promise<unknown>): Promise<CliEnd> {
  await limitedTo('512KiB')
  return withoutLoss(guarded, async () => {
    const cli = scene.start(['backup', 'shop'])
    await progress('data.dump')(cli)
    await disturb(cli)
    return cli.ended
  })
}

/** The run told why, and left a record of that and nothing else. */
async function expectRecordedFailure(code: string): Promise<void> {
  const record = (await recordsOf(scene)).at(-1)
  expect(record).toMatchObject({ kind: 'backup', outcome: 'couldNotRun', error: { code } })
  expect(record).not.toHaveProperty('backup')
  await expect.poll(() => leftovers(scene, []), SETTLING).toEqual([])
}

describe('a source that cannot be backed up: exit 7, nothing listed, nothing lost', () => {
  test('unreachable host', async () => {
    const end = await backup({ SHOP_URL: 'postgres://postgres@127.0.0.1:1/shop' })
    expectFailure(end, 7, {
      code: 'server-unreachable',
      says: /127\.0\.0\.1:1.*cannot be reached[^]*check host, port/,
    })
    await expectRecordedFailure('server-unreachable')
  })

  test('wrong password', async () => {
    const { host, port } = scene.source.server
    const end = await backup({ SHOP_URL: `postgres://postgres:not-the-password@${host}:${port}/shop` })
    const says = /refused the login[^]*password authentication failed[^]*check user, password/
    expectFailure(end, 7, { code: 'server-refused-login', says })
    expect(end.stdout + end.stderr).not.toContain('not-the-password')
    await expectRecordedFailure('server-refused-login')
  })

  test('missing privilege', async () => {
    const { host, port, password } = scene.source.server
    const end = await backup({ SHOP_URL: `postgres://guest:${password}@${host}:${port}/shop` })
    expectFailure(end, 7, { code: 'privilege-missing', says: /GRANT SELECT ON TABLE public\.big TO guest/ })
    await expectRecordedFailure('privilege-missing')
  })

  test('server newer than the client programs', async () => {
    const hide = 'mount -t tmpfs tmpfs /var/cache/lifeboat/postgresql && exec "$@"'
    const environment = {
      ...scene.environment,
      PATH: `/usr/lib/postgresql/15/bin:${scene.environment['PATH']}`,
      DOCKER_HOST: 'unix:///nonexistent/docker.sock',
    }
    const launcher = ['unshare', '--mount', 'sh', '-c', hide, 'sh']
    const place = { directory: scene.directory, environment, launcher }
    const end = await withoutLoss(guarded, () => runCli(['backup', 'shop'], place))
    const says =
      /no pg_dump, pg_dumpall of PostgreSQL 16[^]*\/15\/bin has pg_dump \(PostgreSQL\) 15[^]*install the client/
    expectFailure(end, 7, { code: 'program-version', says })
    await expectRecordedFailure('program-version')
  })

  test('pg_dump killed half-way', async () => {
    const end = await backupDisturbed(async () => {
      const [found = ''] = (await processesOf(scene)).filter((line) => /\/pg_dump /.test(line))
      process.kill(Number(/^process (\d+)/.exec(found)?.[1]), 'SIGKILL')
    })
    expectFailure(end, 7, { code: 'capture-failed', says: /pg_dump[^]*SIGKILL[^]*not complete/ })
    await expectRecordedFailure('capture-failed')
  })

  test.each([
    { whose: 'pg_dump', like: 'lifeboat/% pg_dump' },
    { whose: 'the session that holds the snapshot', like: 'lifeboat/%' },
  ])('connection of $whose cut half-way', async ({ like }) => {
    const end = await backupDisturbed(() =>
      scene.source.sql(
        'postgres',
        `select pg_terminate_backend(pid) from pg_stat_activity where application_name like '${like}'`,
      ),
    )
    expectFailure(end, 7, { code: 'connection-lost', says: /look into the server log/ })
    await expectRecordedFailure('connection-lost')
  })

  test('tables that are altered during every attempt to lock them', async () => {
    await limitedTo('64MiB')
    await using _ = await lockedAgainAndAgain()
    const end = await withoutLoss(guarded, () => scene.run(['backup', 'shop']))
    expectFailure(end, 7, { code: 'source-changed', says: /altered or truncated[^]*no schema migration/ })
    await expectRecordedFailure('source-changed')
  })
})

/**
 * A truncation is seen by every snapshot, also by one that is older: a dump which locks later than its snapshot holds an
 * emptied table beside rows of before. Here pg_dump gets to the server only after somebody has tried to truncate.
 */
test('a table truncated after the snapshot and before pg_dump has locked it: the backup is of one instant', async () => {
  await limitedTo('64MiB', '15s')
  await scene.source.sql(
    'shop',
    'create table emptied as select generate_series(1, 100) as i; create table truncated_at (i int)',
  )
  await using door = await dumpsBehindADoor()
  const url = new URL(scene.source.server.urlOf('shop'))
  url.port = String(door.port)
  const cli = scene.start(['backup', 'shop'], { SHOP_URL: url.href })
  await door.knocked
  const change = 'begin; truncate emptied; insert into truncated_at values (1); commit'
  const truncated = scene.source.sql('shop', change)
  const waiting = `select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query = '${change}'`
  let done = false
  void truncated.then(() => (done = true))
  await until(cli, async () => done || (await scene.source.sql('postgres', waiting)) === '1')
  door.open()
  expect((await cli.ended).exitCode).toBe(0)
  await truncated
  expect((await scene.run(['restore', 'shop', '--into', 'instant', '--confirm', 'instant'])).exitCode).toBe(0)
  const rows = "select (select count(*) from emptied) || ' ' || (select count(*) from truncated_at)"
  expect(['100 0', '0 1']).toContain(await scene.source.sql('instant', rows))
})

test('tables truncated and altered during the dump wait for its end', async () => {
  await limitedTo('1MiB')
  await scene.source.sql('shop', 'delete from big where i > 60000')
  const cli = scene.start(['backup', 'shop'])
  await progress('data.dump')(cli)
  const truncated = scene.source.sql('shop', 'truncate big')
  const altered = scene.source.sql('shop', 'alter table orders drop column note')
  const waiting =
    "select count(*) from pg_stat_activity where wait_event_type = 'Lock' and query ~ '^(truncate|alter)'"
  await until(cli, async () => (await scene.source.sql('postgres', waiting)) === '2')
  expect((await cli.ended).exitCode).toBe(0)
  await Promise.all([truncated, altered])
  expect(await scene.source.sql('shop', 'select count(*) from big')).toBe('0')
  expect((await scene.run(['restore', 'shop', '--into', 'waited', '--confirm', 'waited'])).exitCode).toBe(0)
  expect(await scene.source.sql('waited', 'select count(*) from big')).toBe('60000')
})

/** A way to the server on which connections of pg_dump wait until the door is opened. */
async function dumpsBehindADoor(): Promise<
  AsyncDisposable & { readonly port: number; readonly knocked: Promise<void>; open(): void }
> {
  const { host, port } = scene.source.server
  const [knocked, opened] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const server = createServer((client) => {
    client.on('error', () => undefined)
    client.once('data', (first: Buffer) => {
      client.pause()
      const dumps = first.includes('pg_dump\0')
      if (dumps) knocked.resolve()
      void (dumps ? opened.promise : Promise.resolve()).then(() => {
        const upstream = connect({ host, port })
        upstream.on('error', () => client.destroy())
        upstream.write(first)
        client.pipe(upstream).pipe(client)
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    port: (server.address() as AddressInfo).port,
    knocked: knocked.promise,
    open: opened.resolve,
    [Symbol.asyncDispose]: async () => void server.close(),
  }
}

/** Sessions that queue for a lock which a dump must share, so that one always waits between its two locks. */
async function lockedAgainAndAgain(): Promise<AsyncDisposable> {
  const stop = new AbortController()
  const lock = async (): Promise<void> => {
    const client = new Client({ connectionString: scene.source.server.urlOf('shop') })
    await client.connect()
    while (!stop.signal.aborted) {
      await client.query('begin; lock table orders in access exclusive mode; commit')
      await sleep(1)
    }
    await client.end()
  }
  const locking = Promise.all([lock(), lock(), lock()])
  return {
    [Symbol.asyncDispose]: async () => {
      stop.abort()
      await locking
    },
  }
}
