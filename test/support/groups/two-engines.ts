import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@redis/client'
import { stringify } from 'yaml'
import { $ } from 'zx'
import { runCli, startCli, type CliEnd, type StartedCli } from '../cli/start-cli.ts'
import { startSource, type PostgresSource } from '../postgres-source.ts'
import { startRedis } from '../servers/redis.ts'

/** A group of two engines, orders in PostgreSQL and sessions in Redis, used through the command line only. */
export interface TwoEngines extends AsyncDisposable {
  readonly directory: string
  readonly storeFolder: string
  /** TMPDIR of every run, so that whatever one leaves is found. */
  readonly temporary: string
  readonly source: PostgresSource
  /** Runs commands of Redis, one after the other. */
  redis(...commands: readonly (readonly string[])[]): Promise<void>
  run(args: readonly string[]): Promise<CliEnd>
  start(args: readonly string[]): StartedCli
  /** Writes lifeboat.yaml anew, with these keys in place of its own. */
  configure(changes: object): Promise<void>
}

const SHOP = `
  create table customers (id int primary key);
  insert into customers select generate_series(1, 50);
  create table orders (id serial primary key, customer int references customers);
  insert into orders (customer) select n from generate_series(1, 50) n;
`

/** Every session is of a customer. */
export const SESSIONS_RULE = {
  name: 'every session is of a customer',
  truth: { target: 'orders', keys: 'select id::text from customers' },
  derived: { target: 'sessions', keys: { match: 'session:*', strip: 'session:' } },
  tolerance: { missing: 'any' },
}

export async function openTwoEngines(): Promise<TwoEngines> {
  await using undo = new AsyncDisposableStack()
  const root = await mkdtemp(join(tmpdir(), 'lb-two-'))
  undo.defer(() => rm(root, { recursive: true, force: true }))
  // The sandbox's user has to pass through.
  await chmod(root, 0o755)
  const [directory, temporary] = [join(root, 'project'), join(root, 'tmp')]
  await mkdir(join(directory, 'drills'), { recursive: true })
  await mkdir(temporary, { mode: 0o755 })
  await $({ quiet: true })`git init --quiet --initial-branch main ${directory}`
  const source = undo.use(await startSource({ major: 17 }))
  await source.sql('postgres', 'create database shop')
  await source.sql('shop', SHOP)
  const server = undo.use(await startRedis({ settings: { 'repl-diskless-sync-delay': 0 } }))
  const redis = async (...commands: readonly (readonly string[])[]): Promise<void> => {
    const client = await createClient({ url: server.url }).connect()
    for (const command of commands) await client.sendCommand([...command])
    await client.close()
  }
  await redis(...Array.from({ length: 20 }, (_, n) => ['SET', `session:${n + 1}`, 'open']))
  const own = {
    version: 1,
    project: 'two-engines',
    stores: { primary: { type: 'filesystem', path: 'store' } },
    defaults: { settings: { parallel: 2 } },
    targets: {
      orders: {
        engine: 'postgres',
        connection: { url: { env: 'ORDERS_URL' }, tls: { mode: 'disable' } },
      },
      sessions: { engine: 'redis', connection: { host: server.host, port: server.port } },
    },
    groups: {
      platform: { targets: ['sessions', 'orders'], rto: '10m', reconcile: [SESSIONS_RULE] },
    },
  }
  const configure = (changes: object): Promise<void> =>
    writeFile(join(directory, 'lifeboat.yaml'), stringify({ ...own, ...changes }))
  await configure({})
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '/',
    TMPDIR: temporary,
    NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
    ORDERS_URL: source.server.urlOf('shop'),
    LIFEBOAT_EVIDENCE_KEY: 'a key of the tests',
  }
  const kept = undo.move()
  return {
    directory,
    storeFolder: join(directory, 'store'),
    temporary,
    source,
    redis,
    run: (args) => runCli(args, { directory, environment }),
    start: (args) => startCli(args, { directory, environment }),
    configure,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}
