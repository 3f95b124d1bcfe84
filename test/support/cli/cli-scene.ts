import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { generateX25519Identity, identityToRecipient } from 'age-encryption'
import { stringify } from 'yaml'
import { $ } from 'zx'
import { startSource, type PostgresSource } from '../postgres-source.ts'
import { testImage } from '../servers/image.ts'
import { runCli, startCli, type CliEnd, type StartedCli } from './start-cli.ts'

/** A project with a real database and a store in a folder, used through the command line only. */
export interface CliScene extends AsyncDisposable {
  readonly directory: string
  readonly storeFolder: string
  /** TMPDIR of every run, so that whatever one leaves is found. */
  readonly temporary: string
  readonly source: PostgresSource
  readonly secrets: CliSecrets
  readonly environment: Readonly<Record<string, string>>
  run(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<CliEnd>
  start(args: readonly string[], environment?: Readonly<Record<string, string>>): StartedCli
  /** Writes lifeboat.yaml anew, with these keys in place of the scene's own. */
  configure(changes: object): Promise<void>
}

interface CliSecrets {
  readonly password: string
  readonly identity: string
  readonly evidenceKey: string
}

const EVIDENCE_KEY = 'evidence/key+of the:scene?with=odd&signs'

/** The target `shop` is quick; restoring `slow` takes a minute, because every row of it is checked by a sleep. */
const SHOP = `
  create extension vector;
  create role clerk;
  create table orders (id serial primary key, note text, total numeric(10,2), weight double precision);
  insert into orders (note, total, weight) select nullif(n % 3, 0)::text, n * 1.25, n / 7.0 from generate_series(1, 500) n;
  create index orders_total on orders (total);
  create function stamp() returns trigger language plpgsql as 'begin return new; end';
  create trigger stamping before update on orders for each row execute function stamp();
  grant select on orders to clerk;
  create table noise as select n, (select string_agg(uuid_send(gen_random_uuid()), $$$$) as bytes from generate_series(1, 64) where n > 0) from generate_series(1, 3000) n;
`
const SLOW = `
  create function quick(n int) returns boolean language plpgsql as 'begin return true; end';
  create table careful (n int check (quick(n)));
  insert into careful select generate_series(1, 600);
  create or replace function quick(n int) returns boolean language plpgsql as 'begin perform pg_sleep(0.1); return true; end';
`

export async function openCliScene(changes: object = {}): Promise<CliScene> {
  await using undo = new AsyncDisposableStack()
  const root = await mkdtemp(join(tmpdir(), 'lb-cli-'))
  undo.defer(() => rm(root, { recursive: true, force: true }))
  // The sandbox's user has to pass through.
  await chmod(root, 0o755)
  const [directory, temporary] = [join(root, 'project'), join(root, 'tmp')]
  await mkdir(directory)
  await mkdir(temporary, { mode: 0o755 })
  await $({ quiet: true })`git init --quiet --initial-branch main ${directory}`
  const source = undo.use(await startSource({ major: 16 }))
  for (const [name, script] of Object.entries({ shop: SHOP, slow: SLOW })) {
    await source.sql('postgres', `create database ${name}`)
    await source.sql(name, script)
  }
  const identity = await generateX25519Identity()
  const recipient = await identityToRecipient(identity)
  const environment = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '/',
    TMPDIR: temporary,
    NODE_COMPILE_CACHE: join(tmpdir(), 'node-compile-cache'),
    SHOP_URL: source.server.urlOf('shop'),
    SLOW_URL: source.server.urlOf('slow'),
    SCENE_IDENTITY: identity,
    LIFEBOAT_EVIDENCE_KEY: EVIDENCE_KEY,
  }
  const configure = (changed: object): Promise<void> =>
    writeFile(join(directory, 'lifeboat.yaml'), stringify({ ...configuration(recipient), ...changed }))
  await configure(changes)
  const place = (given: Readonly<Record<string, string>> = {}) => ({
    directory,
    environment: { ...environment, ...given },
  })
  const kept = undo.move()
  return {
    directory,
    temporary,
    storeFolder: join(directory, 'store'),
    source,
    environment,
    secrets: { password: source.server.password, identity, evidenceKey: EVIDENCE_KEY },
    run: (args, given) => runCli(args, place(given)),
    start: (args, given) => startCli(args, place(given)),
    configure,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** What the scene's lifeboat.yaml holds. */
function configuration(recipient: string): object {
  return {
    version: 1,
    project: 'scene',
    stores: { primary: { type: 'filesystem', path: 'store' } },
    encryption: { recipients: [recipient], identities: [{ env: 'SCENE_IDENTITY' }] },
    defaults: { settings: { image: testImage('postgres-16'), parallel: 2 } },
    targets: { shop: targetOf('SHOP_URL'), slow: targetOf('SLOW_URL') },
  }
}

function targetOf(variable: string): object {
  return { engine: 'postgres', connection: { url: { env: variable }, tls: { mode: 'disable' } } }
}
