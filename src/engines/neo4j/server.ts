import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineContext, ServerRecipe } from '../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import type { Machine, ProgramNeed, TcpPort } from '../../core/machine.ts'
import { Secret } from '../../core/secret.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import type { Neo4jConnection } from './connection.ts'
import { openDatabase } from './database.ts'

const PORT = 7687
const DATABASE = 'neo4j'
const USER = 'neo4j'
const INITIAL_PASSWORD = new Secret('neo4j')
const READY_WITHIN_MS = 120_000
const READY_EVERY_MS = 200
const FOLDERS = ['/var/lib/neo4j/bin', '/usr/share/neo4j/bin', '/opt/neo4j/bin', '/usr/bin']
const BELOW = ['conf', 'logs', 'run', 'import', 'plugins', 'licenses']

/** A server that lives for minutes: what compiles thoroughly takes longer than it saves. */
const JVM = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1']

/** Small and quick; nothing that calls home, answers by HTTP or locks the login after a wrong password. */
const SETTINGS = {
  'server.memory.heap.initial_size': '256m',
  'server.memory.heap.max_size': '1g',
  'server.memory.pagecache.size': '256m',
  'server.http.enabled': 'false',
  'server.https.enabled': 'false',
  'server.config.strict_validation.enabled': 'false',
  'server.fleet_discovery.enabled': 'false',
  'dbms.fleet_manager.enabled': 'false',
  'dbms.usage_report.enabled': 'false',
  'dbms.security.auth_max_failed_attempts': '0',
  'dbms.security.allow_csv_import_from_file_urls': 'false',
  'db.tx_log.preallocate': 'false',
  'db.tx_log.rotation.size': '64m',
  'db.tx_log.rotation.retention_policy': '1 files',
  'internal.dbms.bolt.netty_server_shutdown_quiet_period': '0',
}

/** How to run a throw-away Neo4j Community on a machine. */
export const server: ServerRecipe<Neo4jConnection> = {
  need,
  prepare,
  start,
  stop: (machine) => machine.stopServer('SIGTERM'),
}

/** Programs of exactly that release: its dumps and its statements are made for it. */
function need(version: string): ProgramNeed {
  return {
    programs: ['neo4j', 'neo4j-admin'],
    folders: FOLDERS,
    accepts: (output) => /\d+\.\d+(\.\d+)?/.exec(output)?.[0] === version,
    product: `Neo4j ${version}`,
    image: `neo4j:${version}-community`,
    imageUser: 'neo4j',
  }
}

/** Lets both programs find the files of the machine's server. */
export function serverEnvironment(machine: Machine): Readonly<Record<string, string>> {
  return { NEO4J_CONF: `${machine.home}/conf` }
}

/** The folder that holds databases once there are any. */
export function dataFolder(machine: Machine): string {
  return `${machine.home}/data`
}

async function prepare(machine: Machine): Promise<void> {
  await machine.run({ program: 'mkdir', args: ['-p', ...BELOW.map((name) => `${machine.home}/${name}`)] })
  await writeSettings(machine, {})
}

/** Starts the server and gives it a random password: Neo4j takes the first one over Bolt, where no command line shows it. */
async function start(machine: Machine, context: EngineContext): Promise<Neo4jConnection> {
  const { listen, reach } = await machine.openPort(PORT)
  await writeSettings(machine, listeningOn(listen))
  await machine.startServer({ program: 'neo4j', args: ['console'], env: serverEnvironment(machine) })
  const fresh: Neo4jConnection = {
    uri: `bolt://${reach.host}:${reach.port}`,
    user: USER,
    password: INITIAL_PASSWORD,
    database: DATABASE,
    mode: 'bolt',
  }
  const password = new Secret(Buffer.from(context.random.bytes(24)).toString('hex'))
  await untilReady(machine, context, () => changePassword(fresh, password, context))
  const connection = { ...fresh, password }
  await untilReady(machine, context, async () => {
    await using database = await openDatabase(connection, context)
    await database.run('RETURN 1', {}, { write: false })
  })
  return connection
}

function listeningOn({ host, port }: TcpPort['listen']): Readonly<Record<string, string>> {
  return { 'server.bolt.listen_address': `${host}:${port}` }
}

async function writeSettings(machine: Machine, more: Readonly<Record<string, string>>): Promise<void> {
  const { home } = machine
  const settings = {
    ...SETTINGS,
    'server.directories.data': dataFolder(machine),
    'server.directories.transaction.logs.root': `${dataFolder(machine)}/transactions`,
    ...Object.fromEntries(BELOW.slice(1).map((name) => [`server.directories.${name}`, `${home}/${name}`])),
    ...more,
  }
  const jvm = JVM.map((option) => ['server.jvm.additional', option] as const)
  const lines = [...Object.entries(settings), ...jvm].map(([name, value]) => `${name}=${value}\n`)
  const written = await machine.writeFile('neo4j.conf', lines.join(''))
  await machine.run({ program: 'mv', args: [written, `${home}/conf/neo4j.conf`] })
}

async function changePassword(
  connection: Neo4jConnection,
  password: Secret,
  context: EngineContext,
): Promise<void> {
  await using database = await openDatabase({ ...connection, database: 'system' }, context)
  await database.run('ALTER CURRENT USER SET PASSWORD FROM $old TO $new', {
    old: INITIAL_PASSWORD.reveal(),
    new: password.reveal(),
  })
}

/** The port takes connections long before Bolt answers, so only a query tells. */
async function untilReady(
  machine: Machine,
  context: EngineContext,
  attempt: () => Promise<void>,
): Promise<void> {
  const deadline = context.clock.monotonicMs() + READY_WITHIN_MS
  for (;;) {
    try {
      return await attempt()
    } catch (error) {
      if (context.signal.aborted) throw cancelled(context.signal)
      const exit = await machine.serverExit()
      if (exit !== undefined) throw didNotStart(exit.log, exit.outOfMemory, error)
      const final = isLifeboatError(error, 'server-refused-login')
      if (final || context.clock.monotonicMs() > deadline) throw didNotStart(String(error), false, error)
      await sleep(READY_EVERY_MS)
    }
  }
}

/** Java and Neo4j look at what memory there is before they begin. */
const TOO_LITTLE = /exceeds physical memory|insufficient memory|Could not reserve enough space/i

function didNotStart(log: string, outOfMemory: boolean, cause: unknown): LifeboatError {
  const exhausted = outOfMemory || TOO_LITTLE.test(log)
  return new LifeboatError({
    code: exhausted ? 'sandbox-exhausted' : 'sandbox-unavailable',
    what: exhausted
      ? "the sandbox has too little memory for Neo4j's server"
      : "the sandbox's Neo4j server did not start",
    why: log.trim().split('\n').slice(-8).join('; '),
    ...(exhausted ? { fix: 'give the sandbox more memory: 1.5 GiB at least' } : {}),
    cause,
  })
}
