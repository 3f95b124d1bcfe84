import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { $ } from 'zx'
import { announceServer } from '../servers/met.ts'
import { testImage } from '../servers/image.ts'

const run = $({ quiet: true })
const READY_TRIES = 300

/** A database server in a container of its own, with no port published. */
export interface ServerContainer extends AsyncDisposable {
  readonly name: string
  readonly password: string
  /** Runs a program in it and returns what it printed. */
  exec(program: string, ...args: string[]): Promise<string>
  /** `docker pause NAME` and the like. */
  docker(verb: 'pause' | 'unpause' | 'stop' | 'kill' | 'restart' | 'start'): Promise<void>
  /** What its first process has said. */
  log(): Promise<string>
  /** The processes in it that relay. */
  relays(): Promise<readonly string[]>
}

const POSTGRES = `umask 077; printf %s "$0" >/tmp/password
initdb -D /tmp/data -U postgres -A scram-sha-256 -N --pwfile=/tmp/password >/dev/null || exit 1
echo 'host all all all scram-sha-256' >>/tmp/data/pg_hba.conf
exec postgres -D /tmp/data -c fsync=off -c "listen_addresses=$1"`

/** PostgreSQL 16 that listens on `address` of the container: `*`, or `127.0.0.1` for nobody outside. */
export async function startPostgresContainer(address: string): Promise<ServerContainer> {
  const password = randomBytes(12).toString('hex')
  const command = ['--user', 'postgres', '--entrypoint', 'sh', testImage('postgres-16'), '-c', POSTGRES]
  const server = await start([...command, password, address], password)
  await ready(server, () =>
    server.exec('psql', '-qtAX', `postgresql://postgres:${password}@127.0.0.1/`, '-c', 'select 1'),
  )
  announceServer('postgres 16 (container)')
  return server
}

/** Redis 7, likewise. */
export async function startRedisContainer(address: string): Promise<ServerContainer> {
  const password = randomBytes(12).toString('hex')
  const settings = [
    '--bind',
    address,
    '--requirepass',
    password,
    '--protected-mode',
    'no',
    '--save',
    '',
    '--repl-diskless-sync-delay',
    '0',
  ]
  const server = await start(['--entrypoint', 'redis-server', testImage('redis-7'), ...settings], password)
  await ready(server, () => server.exec('redis-cli', '--no-auth-warning', '-a', password, 'ping'))
  announceServer('redis 7 (container)')
  return server
}

async function start(command: readonly string[], password: string): Promise<ServerContainer> {
  const name = `lifeboat-test-${randomBytes(4).toString('hex')}`
  await run`docker run --detach --name ${name} --label lifeboat-test.transport=1 ${command}`
  return {
    name,
    password,
    exec: async (program, ...args) => (await run`docker exec ${name} ${program} ${args}`).stdout.trim(),
    docker: async (verb) =>
      void (await run`docker ${verb} ${verb === 'stop' || verb === 'restart' ? ['-t', '2'] : []} ${name}`),
    log: async () => {
      const { stdout, stderr } = await run`docker logs ${name}`
      return stdout + stderr
    },
    relays: async () => {
      const listed = await run`docker top ${name} -eo pid,args`
      return listed.stdout.split('\n').filter((line) => / relay | nc |socat/.test(line))
    },
    [Symbol.asyncDispose]: async () =>
      void (await run({ nothrow: true })`docker rm --force --volumes ${name}`),
  }
}

async function ready(server: ServerContainer, answers: () => Promise<string>): Promise<void> {
  for (let tries = 0; tries < READY_TRIES; tries += 1) {
    const answered = await answers().then(
      () => true,
      () => false,
    )
    if (answered) return
    await sleep(50)
  }
  const log = await server.log().catch(String)
  await server[Symbol.asyncDispose]()
  throw new Error(`${server.name} did not start:\n${log}`)
}
