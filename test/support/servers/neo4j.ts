import { mkdir, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import type { Driver } from 'neo4j-driver'
import {
  hasNeo4j,
  neo4jFolder,
  neo4jMajors,
  neo4jVersion,
  type Neo4jMajor,
} from '../../../scripts/lib/maven-neo4j.ts'
import { officialFolder } from '../../../scripts/lib/official.ts'
import { findFreePort } from './free-port.ts'
import { announceServer } from './met.ts'
import { makeServerFolder } from './server-folder.ts'
import { runServer, type ServerProcess } from './server-process.ts'

/** What kind of Neo4j to start. */
export interface Neo4jOptions {
  /** Default: 5. */
  readonly major?: Neo4jMajor
  /** Lines of neo4j.conf, stronger than the default ones. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>
}

/** A started Neo4j Community; disposing kills it and removes all it had. */
export interface StartedNeo4j extends AsyncDisposable {
  readonly host: string
  readonly port: number
  /** `bolt://…` without a login. */
  readonly uri: string
  readonly user: string
  readonly password: string
  /** The only database that Community has besides `system`. */
  readonly database: string
  readonly version: string
  /** The folder with the programs `neo4j` and `neo4j-admin`. */
  readonly bin: string
  /** NEO4J_CONF and whatever else these programs need to find this server's files. */
  readonly environment: Readonly<Record<string, string>>
  /** Holds `databases` and `transactions`. */
  readonly dataDir: string
  readonly log: () => string
  /** The process that runs now. */
  readonly pid: () => number
  /** Ends it and keeps its files; SIGKILL is a crash, SIGTERM a clean shutdown. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>
  /** Starts it again on the same port, with the same files. */
  readonly start: () => Promise<void>
  /** A driver logged in as the administrator; whoever asks closes it. */
  readonly driver: () => Promise<Driver>
  /** Runs one Cypher statement and returns its rows as plain objects, integers as bigint. */
  readonly cypher: (
    statement: string,
    parameters?: Readonly<Record<string, unknown>>,
  ) => Promise<readonly Readonly<Record<string, unknown>>[]>
}

const host = '127.0.0.1'
const user = 'neo4j'
const initialPassword = 'neo4j'
const password = 'lifeboat-test'

const defaults = {
  'server.memory.heap.max_size': '384m',
  'server.memory.pagecache.size': '64m',
  'server.jvm.additional': '-XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Xms128m',
  'server.http.enabled': false,
  'server.https.enabled': false,
  'server.config.strict_validation.enabled': false,
  'server.fleet_discovery.enabled': false,
  'dbms.fleet_manager.enabled': false,
  'dbms.usage_report.enabled': false,
  'dbms.security.auth_max_failed_attempts': 0,
  'db.tx_log.preallocate': false,
  'db.tx_log.rotation.size': '16m',
  'internal.dbms.bolt.netty_server_shutdown_quiet_period': 0,
  'internal.dbms.bolt.netty_server_shutdown_quiet_period_duration': '0s',
}

/** Lets this test's process find the programs of every version. */
export function putNeo4jOnPath(): void {
  const folders = neo4jMajors.map((major) => join(homeOf(major), 'bin'))
  process.env['PATH'] = [process.env['PATH'], ...folders].join(delimiter)
}

/** Starts a Neo4j Community of its own as a local process on an ephemeral loopback port. */
export async function startNeo4j({ major = '5', settings = {} }: Neo4jOptions = {}): Promise<StartedNeo4j> {
  await using cleanup = new AsyncDisposableStack()
  const folder = cleanup.use(await makeServerFolder('neo4j')).path
  const port = await findFreePort()
  const home = homeOf(major)
  if (home === neo4jFolder(major) && !hasNeo4j(major))
    throw new Error(`Neo4j ${major} is not in the cache: run npm run setup`)
  const environment = { NEO4J_HOME: home, NEO4J_CONF: join(folder, 'conf') }
  await configure(folder, {
    ...defaults,
    ...directories(folder),
    'server.bolt.listen_address': `${host}:${port}`,
    ...settings,
  })
  const uri = `bolt://${host}:${port}`
  const launch = () => launchServer({ home, folder, environment, uri })
  let server = await launch()
  cleanup.defer(() => server.stop('SIGKILL'))
  await changePassword(uri)
  announceServer(
    `neo4j ${neo4jVersion(major)} community (process, ${home === neo4jFolder(major) ? 'Maven Central' : 'official'})`,
  )
  const owned = cleanup.move()
  const driver = () => openDriver(uri, password)
  return {
    host,
    port,
    uri,
    user,
    password,
    database: 'neo4j',
    version: neo4jVersion(major),
    bin: join(home, 'bin'),
    environment,
    dataDir: join(folder, 'data'),
    log: () => server.log(),
    pid: () => server.pid,
    stop: (signal = 'SIGTERM') => server.stop(signal),
    start: async () => {
      server = await launch()
    },
    driver,
    cypher: async (statement, parameters = {}) => {
      await using connected = await driver()
      const { records } = await connected.executeQuery(statement, parameters)
      return records.map((record) => record.toObject())
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

function homeOf(major: Neo4jMajor): string {
  return officialFolder(`neo4j-${major}`) ?? neo4jFolder(major)
}

function directories(folder: string): Readonly<Record<string, string>> {
  return {
    'server.directories.data': join(folder, 'data'),
    'server.directories.logs': join(folder, 'logs'),
    'server.directories.run': join(folder, 'run'),
    'server.directories.import': join(folder, 'import'),
    'server.directories.plugins': join(folder, 'plugins'),
    'server.directories.licenses': join(folder, 'licenses'),
    'server.directories.transaction.logs.root': join(folder, 'data', 'transactions'),
  }
}

async function configure(
  folder: string,
  settings: Readonly<Record<string, string | number | boolean>>,
): Promise<void> {
  for (const name of ['conf', 'logs', 'run', 'import', 'plugins', 'licenses', 'data'])
    await mkdir(join(folder, name))
  const lines = Object.entries(settings).map(([name, value]) => `${name}=${value}\n`)
  await writeFile(join(folder, 'conf', 'neo4j.conf'), lines.join(''))
}

interface Launch {
  readonly home: string
  readonly folder: string
  readonly environment: Readonly<Record<string, string>>
  readonly uri: string
}

async function launchServer({ home, folder, environment, uri }: Launch): Promise<ServerProcess> {
  return await runServer({
    program: join(home, 'bin', 'neo4j'),
    args: ['console'],
    env: environment,
    folder,
    endSignal: 'SIGKILL',
    ready: () => answers(uri),
  })
}

/** A refused login is an answer too; the port accepts connections long before Bolt does. */
async function answers(uri: string): Promise<boolean> {
  await using driver = await openDriver(uri, initialPassword)
  try {
    await driver.getServerInfo()
    return true
  } catch (error) {
    const code = (error as { code?: string }).code ?? ''
    return code.startsWith('Neo.ClientError.Security')
  }
}

/** Not on a command line, where others could read it. */
async function changePassword(uri: string): Promise<void> {
  await using driver = await openDriver(uri, initialPassword)
  const change = 'ALTER CURRENT USER SET PASSWORD FROM $initialPassword TO $password'
  await driver.executeQuery(change, { initialPassword, password }, { database: 'system' })
}

async function openDriver(uri: string, secret: string): Promise<Driver> {
  const { default: neo4j } = await import('neo4j-driver')
  const options = { useBigInt: true, telemetryDisabled: true, connectionTimeout: 2000 }
  return neo4j.driver(uri, neo4j.auth.basic(user, secret), options)
}
