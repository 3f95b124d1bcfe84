import { totalmem } from 'node:os'
import type { EngineContext, ServerRecipe } from '../../core/engine.ts'
import type { Machine } from '../../core/machine.ts'
import { Secret } from '../../core/secret.ts'
import { waitUntilReady } from '../../runtime/wait-until-ready.ts'
import { programNeed } from './client-programs.ts'
import type { PostgresConnection } from './connection.ts'
import { openSession } from './session.ts'
import { majorOf } from './version.ts'

const PORT = 5432
const ACCESS = 'local all all scram-sha-256\nhost all all all scram-sha-256\n'
const PROGRAMS = ['postgres', 'initdb', 'pg_restore', 'pg_dump']

/** Speed before durability: the data is a copy, and a crash of the sandbox fails the drill anyway. */
const DRILL_SETTINGS = [
  'fsync=off',
  'full_page_writes=off',
  'synchronous_commit=off',
  'wal_level=minimal',
  'max_wal_senders=0',
  'max_wal_size=16GB',
  'checkpoint_timeout=1h',
  'autovacuum=off',
  'max_parallel_maintenance_workers=2',
  'max_locks_per_transaction=1024',
  'max_connections=40',
  // A restored subscription is disabled; with no worker it could not run even if somebody enabled it.
  'max_logical_replication_workers=0',
  'cluster_name=lifeboat-drill',
]

const SHARE_OF_MEMORY = 16
const LEAST_MB = 128
const MOST_MB = 1024

/** Room for indexes to be made in, of which two at a time are; on a computer of 16 GB they take a third less time than in 256 MB. */
function memorySettings(): readonly string[] {
  const share = Math.floor(totalmem() / SHARE_OF_MEMORY / 2 ** 20)
  const room = `${Math.min(MOST_MB, Math.max(LEAST_MB, share))}MB`
  return [`shared_buffers=${room}`, `maintenance_work_mem=${room}`]
}

/** How to run a throw-away PostgreSQL with scram passwords on a machine. */
export const server: ServerRecipe<PostgresConnection> = {
  need: (version) => programNeed(majorOf(version), PROGRAMS),
  prepare,
  start,
  stop: (machine) => machine.stopServer('SIGINT'),
}

interface Login {
  readonly user: string
  /** Not there yet: `load` makes it with the source's locale. */
  readonly database: string
  readonly password: string
}

async function prepare(
  machine: Machine,
  requirements: Readonly<Record<string, string>>,
  context: EngineContext,
): Promise<void> {
  const login: Login = {
    user: superuserName(requirements),
    database: databaseName(requirements),
    password: Buffer.from(context.random.bytes(24)).toString('hex'),
  }
  const passwordFile = await machine.writeFile('initdb-password', login.password)
  const data = dataFolder(machine)
  await machine.run({
    program: 'initdb',
    args: [
      `--pgdata=${data}`,
      `--username=${login.user}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--no-sync',
      '--no-instructions',
    ],
  })
  await machine.removeFile(passwordFile)
  const kept = await machine.writeFile('login.json', JSON.stringify(login))
  await machine.run({ program: '/bin/mv', args: [kept, `${data}/lifeboat-login.json`] })
  const access = await machine.writeFile('pg_hba.conf', ACCESS)
  await machine.run({ program: '/bin/mv', args: [access, `${data}/pg_hba.conf`] })
}

/** Objects of the source's bootstrap superuser then belong to the same name without any rewriting. */
function superuserName(requirements: Readonly<Record<string, string>>): string {
  const name = requirements['superuser'] ?? 'postgres'
  return name.startsWith('pg_') ? 'postgres' : name
}

/** Code that asks for its database's name gets the source's answer, unless that one comes with every server. */
function databaseName(requirements: Readonly<Record<string, string>>): string {
  const name = requirements['database'] ?? 'postgres'
  return ['postgres', 'template0', 'template1'].includes(name) ? 'lifeboat_drill' : name
}

async function start(machine: Machine, context: EngineContext): Promise<PostgresConnection> {
  const data = dataFolder(machine)
  const { stdout } = await machine.run({ program: '/bin/cat', args: [`${data}/lifeboat-login.json`] })
  const login = JSON.parse(stdout) as Login
  const settings = [...DRILL_SETTINGS, ...memorySettings(), ...listening(machine)]
  await machine.startServer({
    program: 'postgres',
    args: ['-D', data, ...settings.flatMap((setting) => ['-c', setting])],
  })
  const connection: PostgresConnection = {
    host: machine.reach.kind === 'socket' ? machine.reach.directory : machine.reach.host,
    port: PORT,
    database: login.database,
    user: login.user,
    password: new Secret(login.password),
    tls: { mode: 'disable' },
    lockTimeoutMs: 0,
    fingerprintSessions: 2,
  }
  const ready = { ...connection, database: 'postgres' }
  await waitUntilReady({ machine, product: 'PostgreSQL', answer: () => answer(ready, context) }, context)
  return connection
}

function dataFolder(machine: Machine): string {
  return `${machine.home}/data`
}

function listening({ reach, home }: Machine): readonly string[] {
  if (reach.kind === 'socket') return ['listen_addresses=', `unix_socket_directories=${reach.directory}`]
  return ['listen_addresses=*', `port=${PORT}`, `unix_socket_directories=${home}`]
}

async function answer(connection: PostgresConnection, context: EngineContext): Promise<void> {
  await using session = await openSession(connection, context)
  await session.query('select 1')
}
