import { randomBytes } from 'node:crypto'
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { $ } from 'zx'
import { cacheFolder } from '../../../scripts/lib/cache.ts'
import { imageReference } from '../../../scripts/lib/image-recipe.ts'
import { neo4jFolder, neo4jVersion } from '../../../scripts/lib/maven-neo4j.ts'
import { findFreePort } from './free-port.ts'
import { announceServer } from './met.ts'

const run = $({ quiet: true })
/** Brings a Java of its own, which the base image has none of. */
const MAJOR = '2026'
const NOBODY = 65_534

const SETTINGS = {
  'server.directories.data': '/data/data',
  'server.directories.logs': '/data/logs',
  'server.directories.run': '/data/run',
  'server.bolt.listen_address': '0.0.0.0:7687',
  'server.memory.heap.max_size': '384m',
  'server.memory.pagecache.size': '64m',
  'server.jvm.additional': '-XX:+UseSerialGC -XX:TieredStopAtLevel=1',
  'server.http.enabled': false,
  'server.https.enabled': false,
  'server.fleet_discovery.enabled': false,
  'dbms.fleet_manager.enabled': false,
  'dbms.usage_report.enabled': false,
  'dbms.security.auth_enabled': false,
  'db.tx_log.preallocate': false,
  'internal.dbms.bolt.netty_server_shutdown_quiet_period_duration': '0s',
}

/** A Neo4j in a container, its data on a volume; nobody has to log in. It is not made yet. */
export interface Neo4jContainer extends AsyncDisposable {
  readonly name: string
  readonly uri: string
  readonly version: string
  /** Makes it, with these options of `docker create`. */
  create(...options: readonly string[]): Promise<void>
  start(): Promise<void>
  /** `running`, `exited`, …; undefined when there is no such container. */
  state(): Promise<string | undefined>
  /** Names of containers that stand beside it. */
  helpers(): Promise<readonly string[]>
}

/** Lays one out: the base image with the programs of the cache. */
export async function layOutNeo4jContainer(): Promise<Neo4jContainer> {
  const name = `lifeboat-test-${randomBytes(4).toString('hex')}`
  await using cleanup = new AsyncDisposableStack()
  const data = await mkdtemp(join(tmpdir(), 'lb-neo4j-'))
  cleanup.defer(() => rm(data, { recursive: true, force: true, maxRetries: 3 }))
  await mkdir(join(data, 'conf'))
  const lines = Object.entries(SETTINGS).map(([setting, value]) => `${setting}=${value}\n`)
  await writeFile(join(data, 'conf', 'neo4j.conf'), lines.join(''))
  await chown(data, NOBODY, NOBODY)
  await run`docker create --name ${name} ${imageReference('base')} true`
  const path = `${neo4jFolder(MAJOR)}/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`
  const changes = [`ENV PATH=${path} NEO4J_HOME=/data NEO4J_CONF=/data/conf`, `USER ${NOBODY}`]
  await run`docker commit ${changes.flatMap((change) => ['--change', change])} ${name} ${name}`
  cleanup.defer(async () => void (await run({ nothrow: true })`docker rmi --force ${name}`))
  await run`docker rm ${name}`
  const nothrow = run({ nothrow: true })
  cleanup.defer(async () => void (await nothrow`docker rm --force --volumes ${name}`))
  const port = await findFreePort()
  const volumes = ['--volume', `${cacheFolder()}:${cacheFolder()}:ro`, '--volume', `${data}:/data`]
  const published = ['--publish', `127.0.0.1:${port}:7687`]
  const owned = cleanup.move()
  return {
    name,
    uri: `bolt://127.0.0.1:${port}`,
    version: neo4jVersion(MAJOR),
    create: async (...options) => {
      await run`docker create --name ${name} ${volumes} ${published} ${options} ${name} neo4j console`
      announceServer(`neo4j ${neo4jVersion(MAJOR)} community (container, Maven Central)`)
    },
    start: async () => void (await run`docker start ${name}`),
    state: async () => {
      const { stdout, exitCode } = await nothrow`docker inspect --format {{.State.Status}} ${name}`
      return exitCode === 0 ? stdout.trim() : undefined
    },
    helpers: async () => {
      const listed =
        await run`docker ps --all --format {{.Names}} --filter name=lifeboat-neo4j- --filter ancestor=${name}`
      return listed.stdout.split('\n').filter((line) => line !== '')
    },
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}
