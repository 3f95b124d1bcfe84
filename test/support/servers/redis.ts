import { execFileSync } from 'node:child_process'
import { chmod, copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import { findFreePort } from './free-port.ts'
import { announceServer } from './met.ts'
import { findRedisServer, type RedisKind } from './redis-programs.ts'
import { makeServerFolder } from './server-folder.ts'
import { runServer } from './server-process.ts'

/** What kind of Redis to start. */
export interface RedisOptions {
  /** Default: Debian's. */
  readonly kind?: RedisKind
  readonly password?: string
  /** Directives of redis.conf. */
  readonly settings?: Readonly<Record<string, string | number>>
  /** An RDB file to start from. */
  readonly rdb?: string
}

/** A started Redis; disposing kills it and removes all it had. */
export interface StartedRedis extends AsyncDisposable {
  readonly host: string
  readonly port: number
  readonly password: string | undefined
  readonly url: string
  readonly dataDir: string
  readonly version: string
  readonly pid: number
  readonly log: () => string
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>
}

const host = '127.0.0.1'

/** Starts a Redis of its own as a local process on an ephemeral loopback port. */
export async function startRedis(options: RedisOptions = {}): Promise<StartedRedis> {
  const { kind = 'redis-7' } = options
  const { program, origin } = findRedisServer(kind)
  const version = readVersion(program)
  await using cleanup = new AsyncDisposableStack()
  const dataDir = cleanup.use(await makeServerFolder('redis')).path
  if (options.rdb) {
    await copyFile(options.rdb, join(dataDir, 'dump.rdb'))
    await chmod(join(dataDir, 'dump.rdb'), 0o644)
  }
  const port = await findFreePort()
  const server = await runServer({
    program,
    args: directives({ bind: host, port, dir: dataDir, save: '', daemonize: 'no' }, options),
    folder: dataDir,
    endSignal: 'SIGKILL',
    ready: (log) => log().includes('Ready to accept connections'),
  })
  cleanup.defer(() => server.stop())
  announceServer(`${kind === 'valkey-9' ? 'valkey' : 'redis'} ${version} (process, ${origin})`)
  const { password } = options
  const url = `redis://${password ? `:${encodeURIComponent(password)}@` : ''}${host}:${port}`
  const owned = cleanup.move()
  const dispose = { [Symbol.asyncDispose]: () => owned.disposeAsync() }
  return { host, port, password, url, dataDir, version, ...server, ...dispose }
}

function directives(place: Readonly<Record<string, string | number>>, options: RedisOptions): string[] {
  const password = options.password === undefined ? {} : { requirepass: options.password }
  const all: Record<string, string | number> = { ...place, ...password, ...options.settings }
  return Object.entries(all).flatMap(([name, value]) => [`--${name}`, String(value)])
}

function readVersion(program: string): string {
  const printed = execFileSync(program, ['--version'], { encoding: 'utf8' })
  return /v=(\S+)/.exec(printed)?.[1] ?? printed.trim()
}
