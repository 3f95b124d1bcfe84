import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type Certificates, makeCertificates } from './certificates.ts'
import { findFreePort } from './free-port.ts'
import { announceServer } from './met.ts'
import { makeCluster, superuser } from './postgres-cluster.ts'
import { findPostgresPrograms, type PostgresMajor } from './postgres-programs.ts'
import { findServant } from './servant.ts'
import { makeServerFolder } from './server-folder.ts'
import { runServer } from './server-process.ts'

/** What kind of PostgreSQL to start. */
export interface PostgresOptions {
  readonly major: PostgresMajor
  /** Lines of postgresql.conf. */
  readonly settings?: Readonly<Record<string, string | number | boolean>>
  /** Lines of pg_hba.conf, put before the default ones. */
  readonly hba?: readonly string[]
  /** Makes an authority and a certificate for localhost; plain connections stay possible. */
  readonly tls?: boolean
}

/** A started PostgreSQL; disposing kills it and removes all it had. */
export interface StartedPostgres extends AsyncDisposable {
  readonly host: string
  readonly port: number
  readonly user: string
  readonly password: string
  readonly database: string
  /** `postgresql://…` with user and password, of the default database. */
  readonly url: string
  /** The same for another database. */
  readonly urlOf: (database: string) => string
  readonly socketDir: string
  readonly dataDir: string
  readonly version: string
  /** The folder with the programs of the same build. */
  readonly bin: string
  readonly pid: number
  readonly tls: Certificates | undefined
  readonly log: () => string
  /** Ends the server and keeps its files until disposal; SIGQUIT is a crash, SIGINT a clean shutdown. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>
}

const defaults = {
  fsync: false,
  full_page_writes: false,
  synchronous_commit: false,
  max_wal_size: '1GB',
  shared_buffers: '64MB',
  max_connections: 50,
  log_line_prefix: '%t [%p] %a ',
}

const host = '127.0.0.1'
const database = 'postgres'

/** Starts a PostgreSQL of its own as a local process on an ephemeral loopback port. */
export async function startPostgres(options: PostgresOptions): Promise<StartedPostgres> {
  const { bin, origin } = findPostgresPrograms(options.major)
  const version = readVersion(bin)
  const servant = findServant()
  await using cleanup = new AsyncDisposableStack()
  const folder = cleanup.use(await makeServerFolder(`pg${options.major}`, servant)).path
  const dataDir = await makeCluster({ bin, version }, folder, servant)
  const tls = options.tls ? await makeCertificates(folder, servant) : undefined
  const port = await findFreePort()
  await configure(dataDir, options, { ...socketSettings(folder, port), ...tlsSettings(tls) })
  const server = await runServer({
    program: join(bin, 'postgres'),
    args: ['-D', dataDir],
    folder,
    servant,
    endSignal: 'SIGQUIT',
    ready: () => isReady(dataDir),
  })
  cleanup.defer(() => server.stop())
  announceServer(`postgres ${version} (process, ${origin})`)
  const urlOf = (name: string) =>
    `postgresql://${superuser.user}:${superuser.password}@${host}:${port}/${encodeURIComponent(name)}`
  const owned = cleanup.move()
  const place = {
    host,
    port,
    database,
    url: urlOf(database),
    urlOf,
    socketDir: folder,
    dataDir,
    bin,
    version,
  }
  return { ...superuser, ...place, ...server, tls, [Symbol.asyncDispose]: () => owned.disposeAsync() }
}

function readVersion(bin: string): string {
  const printed = execFileSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8' })
  return /\d+\.\d+/.exec(printed)?.[0] ?? printed.trim()
}

function socketSettings(folder: string, port: number) {
  return { listen_addresses: host, port, unix_socket_directories: folder }
}

function tlsSettings(tls: Certificates | undefined) {
  return tls && { ssl: true, ssl_cert_file: tls.certificateFile, ssl_key_file: tls.keyFile }
}

async function configure(
  dataDir: string,
  options: PostgresOptions,
  place: Readonly<Record<string, string | number | boolean>>,
): Promise<void> {
  const lines = Object.entries({ ...defaults, ...place, ...options.settings }).map(
    ([name, value]) => `${name} = '${String(value).replaceAll("'", "''")}'\n`,
  )
  await writeFile(join(dataDir, 'postgresql.conf'), lines.join(''), { flag: 'a' })
  const accessFile = join(dataDir, 'pg_hba.conf')
  const access = await readFile(accessFile, 'utf8')
  await writeFile(accessFile, [...(options.hba ?? []), access].join('\n'))
}

/** The postmaster writes its state into the eighth line of its pid file. */
async function isReady(dataDir: string): Promise<boolean> {
  const pidFile = await readFile(join(dataDir, 'postmaster.pid'), 'utf8').catch(() => '')
  return pidFile.split('\n')[7]?.trim() === 'ready'
}
