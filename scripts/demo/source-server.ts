import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chown, mkdir, open, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { $ } from 'zx'
import { sandboxUser } from '../../src/runtime/sandbox-user.ts'
import { CouldNotRun } from '../lib/could-not-run.ts'
import type { PostgresSource } from './find-postgres.ts'

const READY_WITHIN_MS = 30_000
const READY_EVERY_MS = 50
const DATABASE = 'shop'
const HOST = '127.0.0.1'

/** The database that the demo protects. */
export interface SourceServer extends AsyncDisposable {
  readonly url: string
}

interface Place {
  readonly folder: string
  readonly password: string
  readonly port: number
}

/** Starts an empty PostgreSQL on a loopback port; disposing ends it and removes its data. */
export async function startSource(source: PostgresSource, parent: string): Promise<SourceServer> {
  const place = {
    folder: join(parent, 'server'),
    password: Buffer.from(crypto.getRandomValues(new Uint8Array(18))).toString('hex'),
    port: await freePort(),
  }
  await mkdir(place.folder)
  await using undo = new AsyncDisposableStack()
  undo.defer(() => rm(place.folder, { recursive: true, force: true, maxRetries: 3 }))
  const server =
    source.kind === 'programs'
      ? await startPrograms(source.bin, place)
      : await startImage(source.image, place)
  undo.defer(server.stop)
  const url = (database: string) =>
    `postgresql://postgres:${place.password}@${HOST}:${place.port}/${database}`
  await untilReady(url('postgres'), server.log)
  const kept = undo.move()
  return { url: url(DATABASE), [Symbol.asyncDispose]: () => kept.disposeAsync() }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, HOST)
  await once(server, 'listening')
  const address = server.address()
  server.close()
  await once(server, 'close')
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port')
  return address.port
}

interface Running {
  readonly log: () => Promise<string>
  readonly stop: () => Promise<void>
}

const INITDB = ['--username=postgres', '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C', '--no-sync']

async function startPrograms(bin: string, { folder, password, port }: Place): Promise<Running> {
  // PostgreSQL refuses to run as root.
  const user = await sandboxUser()
  const passwordFile = join(folder, 'password')
  await writeFile(passwordFile, password, { mode: 0o600 })
  if (user !== undefined) {
    for (const path of [folder, passwordFile]) await chown(path, user.uid, user.gid)
  }
  const data = join(folder, 'data')
  const places = [`--pgdata=${data}`, `--pwfile=${passwordFile}`]
  await promisify(execFile)(join(bin, 'initdb'), [...INITDB, ...places], { cwd: '/', ...user }).catch(
    (error: Error & { readonly stderr?: string }) => {
      throw new CouldNotRun(`initdb failed\n${error.stderr ?? error.message}`, { cause: error })
    },
  )
  const logFile = join(folder, 'server.log')
  await using output = await open(logFile, 'a', 0o644)
  const child = spawn(join(bin, 'postgres'), ['-D', data, ...settings(port)], {
    cwd: '/',
    stdio: ['ignore', output.fd, output.fd],
    // A session of its own, so that Ctrl-C reaches the demo first, which then stops the server.
    detached: true,
    ...user,
  })
  const exited = once(child, 'exit')
  return {
    log: () => readFile(logFile, 'utf8'),
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGQUIT')
      await exited
    },
  }
}

function settings(port: number): readonly string[] {
  const all = { listen_addresses: HOST, port, unix_socket_directories: '', fsync: 'off', max_connections: 30 }
  return Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])
}

/** Works in the official image and in any other that has the programs and the user. */
const IN_IMAGE = [
  'printf %s "$DEMO_PASSWORD" > /tmp/password',
  'initdb --pgdata=/tmp/data --pwfile=/tmp/password "$@"',
  'echo host all all all scram-sha-256 >> /tmp/data/pg_hba.conf',
  "exec postgres -D /tmp/data -c listen_addresses='*' -c fsync=off",
].join(' && ')

async function startImage(image: string, { password, port }: Place): Promise<Running> {
  const run = $({ quiet: true, nothrow: true })
  const options = ['--env', 'DEMO_PASSWORD', '--publish', `${HOST}:${port}:5432`, '--user', 'postgres']
  const env = { ...process.env, DEMO_PASSWORD: password }
  const started = await run({
    env,
    nothrow: false,
  })`docker run --detach ${options} --entrypoint sh ${image} -c ${IN_IMAGE} sh ${INITDB}`
  const id = started.stdout.trim()
  return {
    log: async () => (await run`docker logs ${id}`).stderr,
    stop: async () => {
      await run`docker rm --force --volumes ${id}`
    },
  }
}

async function untilReady(url: string, log: () => Promise<string>): Promise<void> {
  const deadline = performance.now() + READY_WITHIN_MS
  for (;;) {
    const client = new Client({ connectionString: url })
    try {
      await client.connect()
      await client.query(`create database ${DATABASE}`)
      return
    } catch (error) {
      if (performance.now() > deadline) {
        throw new CouldNotRun(`the demo's PostgreSQL did not start\n${await log()}`, { cause: error })
      }
      await sleep(READY_EVERY_MS)
    } finally {
      await client.end().catch(() => undefined)
    }
  }
}
