import { homedir } from 'node:os'
import { join } from 'node:path'
import type { EngineContext, ServerRecipe } from '../../core/engine.ts'
import type { Machine, ProgramNeed } from '../../core/machine.ts'
import { Secret } from '../../core/secret.ts'
import { waitUntilReady } from '../../runtime/wait-until-ready.ts'
import type { ClickHouseConnection } from './connection.ts'
import { releaseOf } from './identity.ts'
import { SANDBOX_DISK } from './native/place.ts'
import { openSession } from './session.ts'

const PORT = 8123

/** How to run a throw-away ClickHouse with a password of its own on a machine. */
export const server: ServerRecipe<ClickHouseConnection> = {
  need: (version) => programNeed(version, ['clickhouse-server']),
  prepare,
  start,
  stop: (machine) => machine.stopServer('SIGTERM'),
}

/** What reads files without a server. */
export function localNeed(version: string): ProgramNeed {
  return programNeed(version, ['clickhouse-local'])
}

/** Programs of the same release: digests are promised equal within one. */
function programNeed(version: string, programs: readonly string[]): ProgramNeed {
  const release = releaseOf(version)
  return {
    programs,
    folders: [
      '/usr/bin',
      '/usr/local/bin',
      ...['/var/cache', join(homedir(), '.cache')].map((cache) =>
        join(cache, 'lifeboat', 'clickhouse', release, 'bin'),
      ),
    ],
    accepts: (output) => releaseOf(/version (\d+\.\d+\.\d+)/.exec(output)?.[1] ?? '') === release,
    product: `ClickHouse ${release}`,
    image: `clickhouse/clickhouse-server:${release}`,
    imageUser: 'clickhouse',
  }
}

interface Login {
  readonly password: string
  readonly database: string
}

async function prepare(
  machine: Machine,
  requirements: Readonly<Record<string, string>>,
  context: EngineContext,
): Promise<void> {
  const login: Login = {
    password: Buffer.from(context.random.bytes(24)).toString('hex'),
    // Code that names its database finds it, unless that one comes with every server.
    database:
      requirements['database'] === 'default'
        ? 'lifeboat_drill'
        : (requirements['database'] ?? 'lifeboat_drill'),
  }
  const kept = await machine.writeFile('login.json', JSON.stringify(login))
  await machine.run({ program: '/bin/mv', args: [kept, loginFile(machine)] })
}

function loginFile(machine: Machine): string {
  return `${machine.home}/lifeboat-login.json`
}

async function start(machine: Machine, context: EngineContext): Promise<ClickHouseConnection> {
  const { stdout } = await machine.run({ program: '/bin/cat', args: [loginFile(machine)] })
  const login = JSON.parse(stdout) as Login
  const { listen, reach } = await machine.openPort(PORT)
  const file = `${machine.home}/config.xml`
  const written = await machine.writeFile(
    `config-${PORT}.xml`,
    configuration(machine.home, { ...listen, ...login, file }),
  )
  await machine.run({ program: '/bin/mv', args: [written, file] })
  await machine.startServer({ program: 'clickhouse-server', args: [`--config-file=${file}`] })
  const connection: ClickHouseConnection = {
    ...reach,
    database: login.database,
    user: 'default',
    password: new Secret(login.password),
    tls: undefined,
    mode: 'portable',
    native: {},
    format: 'native',
    compress: true,
    mutationTimeoutMs: 0,
  }
  await waitUntilReady({ machine, product: 'ClickHouse', answer: () => answer(connection, context) }, context)
  return connection
}

interface Settings extends Login {
  readonly host: string
  readonly port: number
  readonly file: string
}

/**
 * Nothing is merged and no limit of parts applies, so that rows stay as they were loaded. No log tables, no Keeper, no cluster:
 * a drill needs none, and consumers would need them.
 */
function configuration(home: string, { host, port, password, file }: Settings): string {
  return `<clickhouse>
  <logger><level>warning</level><console>1</console></logger>
  <path>${home}/data/</path>
  <tmp_path>${home}/data/tmp/</tmp_path>
  <user_files_path>${home}/data/user_files/</user_files_path>
  <format_schema_path>${home}/data/format_schemas/</format_schema_path>
  <listen_host>${host}</listen_host>
  <http_port>${port}</http_port>
  <mark_cache_size>268435456</mark_cache_size>
  <max_table_size_to_drop>0</max_table_size_to_drop>
  <max_partition_size_to_drop>0</max_partition_size_to_drop>
  <dictionaries_lazy_load>1</dictionaries_lazy_load>
  <merge_tree>
    <parts_to_delay_insert>100000000</parts_to_delay_insert>
    <parts_to_throw_insert>100000000</parts_to_throw_insert>
    <max_parts_in_total>100000000</max_parts_in_total>
  </merge_tree>
  <storage_configuration><disks><${SANDBOX_DISK}><type>local</type><path>${home}/${SANDBOX_DISK}/</path></${SANDBOX_DISK}></disks></storage_configuration>
  <backups><allowed_disk>${SANDBOX_DISK}</allowed_disk></backups>
  <user_directories><users_xml><path>${file}</path></users_xml></user_directories>
  <users><default>
    <password>${password}</password><networks><ip>::/0</ip></networks>
    <profile>default</profile><quota>default</quota><access_management>1</access_management>
  </default></users>
  <profiles><default/></profiles>
  <quotas><default/></quotas>
</clickhouse>
`
}

async function answer(connection: ClickHouseConnection, context: EngineContext): Promise<void> {
  await using _session = await openSession(connection, context)
}
