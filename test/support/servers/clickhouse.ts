import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { clickHousePrograms, clickHouseRelease, hasClickHouse } from '../../../scripts/lib/clickhouse.ts'
import { officialPrograms } from '../../../scripts/lib/official.ts'
import { type Certificates, makeCertificates } from './certificates.ts'
import { findFreePort } from './free-port.ts'
import { announceServer } from './met.ts'
import { makeServerFolder } from './server-folder.ts'
import { runServer } from './server-process.ts'

/** What kind of ClickHouse to start. */
export interface ClickHouseOptions {
  readonly tls?: boolean
  /** Further elements of config.xml: named collections, disks, settings of the server. */
  readonly config?: string
  /** Where data lies, for a disk of a small size. Default: in the server's own folder. */
  readonly dataDir?: string
  /** The same for its disk `backups`. */
  readonly backupsDir?: string
}

/** A started ClickHouse; disposing kills it and removes all it had. */
export interface StartedClickHouse extends AsyncDisposable {
  readonly host: string
  readonly port: number
  /** Its HTTPS interface, with `tls`. */
  readonly securePort: number
  /** May do everything. */
  readonly user: string
  readonly password: string
  /** May read and change no setting; the same password. */
  readonly reader: string
  /** May read and write, but neither create nor drop anything; the same password. */
  readonly writer: string
  readonly tls: Certificates | undefined
  readonly dataDir: string
  /** Backups of the disk `backups` lie here. */
  readonly backupsDir: string
  readonly pid: number
  readonly log: () => string
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>
  /** Runs one statement as the first user; rows are tab-separated. Throws with the server's words. */
  readonly sql: (statement: string) => Promise<string>
}

const host = '127.0.0.1'
const login = { user: 'default', reader: 'reader', writer: 'writer', password: 'lifeboat-test' }

/** Starts a ClickHouse of its own as a local process on ephemeral loopback ports. */
export async function startClickHouse(options: ClickHouseOptions = {}): Promise<StartedClickHouse> {
  const official = officialPrograms('clickhouse-26')
  if (official === undefined && !hasClickHouse())
    throw new Error('ClickHouse is not in the cache: run npm run setup')
  await using cleanup = new AsyncDisposableStack()
  const folder = cleanup.use(await makeServerFolder('clickhouse')).path
  const tls = options.tls ? await makeCertificates(folder) : undefined
  const dataDir = options.dataDir ?? join(folder, 'data')
  const backupsDir = options.backupsDir ?? join(folder, 'backups')
  await Promise.all([dataDir, backupsDir].map((path) => mkdir(path, { recursive: true })))
  const [port, securePort] = [await findFreePort(), tls ? await findFreePort() : 0]
  const file = join(folder, 'config.xml')
  await writeFile(file, configuration({ file, dataDir, backupsDir, port, securePort, ...options, tls }))
  const url = `http://${host}:${port}`
  const server = await runServer({
    program: join(official ?? clickHousePrograms(), 'clickhouse-server'),
    args: [`--config-file=${file}`],
    folder,
    endSignal: 'SIGKILL',
    ready: () =>
      fetch(`${url}/ping`).then(
        ({ ok }) => ok,
        () => false,
      ),
  })
  cleanup.defer(() => server.stop())
  const origin = official === undefined ? 'wheel of its engine' : 'official'
  announceServer(`clickhouse ${clickHouseRelease} (process, ${origin})`)
  const sql = (statement: string) => runStatement(url, statement)
  const owned = cleanup.move()
  const dispose = { [Symbol.asyncDispose]: () => owned.disposeAsync() }
  return { host, port, securePort, ...login, tls, dataDir, backupsDir, ...server, sql, ...dispose }
}

async function runStatement(url: string, statement: string): Promise<string> {
  const headers = { 'X-ClickHouse-User': login.user, 'X-ClickHouse-Key': login.password }
  const answer = await fetch(url, { method: 'POST', body: statement, headers })
  const text = await answer.text()
  if (!answer.ok) throw new Error(text)
  return text.trimEnd()
}

interface Place extends Omit<ClickHouseOptions, 'tls'> {
  readonly file: string
  readonly dataDir: string
  readonly backupsDir: string
  readonly port: number
  readonly securePort: number
  readonly tls: Certificates | undefined
}

function configuration({ file, dataDir, backupsDir, port, securePort, tls, config = '' }: Place): string {
  const secure =
    tls === undefined
      ? ''
      : `<https_port>${securePort}</https_port>
  <openSSL><server><certificateFile>${tls.certificateFile}</certificateFile><privateKeyFile>${tls.keyFile}</privateKeyFile></server></openSSL>`
  return `<clickhouse>
  <path>${dataDir}/</path>
  <listen_host>${host}</listen_host>
  <http_port>${port}</http_port>
  ${secure}
  <user_directories><users_xml><path>${file}</path></users_xml></user_directories>
  <users>${userElement(login.user, 'default')}${userElement(login.reader, 'reader')}${userElement(login.writer, 'writer')}</users>
  <profiles><default/><reader><readonly>1</readonly></reader><writer><allow_ddl>0</allow_ddl></writer></profiles>
  <quotas><default/></quotas>
  <storage_configuration><disks><backups><type>local</type><path>${backupsDir}/</path></backups></disks></storage_configuration>
  <backups><allowed_disk>backups</allowed_disk><allowed_path>${backupsDir}/</allowed_path></backups>
  ${config}
</clickhouse>
`
}

function userElement(name: string, profile: string): string {
  return `<${name}><password>${login.password}</password><profile>${profile}</profile><quota>default</quota><networks><ip>::/0</ip></networks></${name}>`
}
