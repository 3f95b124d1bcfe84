import { chmod, mkdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { startNeo4j, type Neo4jOptions, type StartedNeo4j } from './neo4j.ts'

/** A Neo4j that programs stop and start, as they would on a computer of its own. */
export interface Neo4jHost extends AsyncDisposable {
  readonly server: StartedNeo4j
  /** What `control:` of a connection says of it; the window is always open. */
  readonly control: {
    readonly commands: { readonly stop: readonly string[]; readonly start: readonly string[] }
    readonly home: string
    readonly conf: string
    readonly window: string
  }
  /** The process that was started last. */
  readonly pid: () => Promise<number>
  readonly isRunning: () => Promise<boolean>
}

/** Starts one. Its home has the programs, as an unpacked archive has. */
export async function startNeo4jHost(options: Neo4jOptions = {}): Promise<Neo4jHost> {
  await using cleanup = new AsyncDisposableStack()
  const server = cleanup.use(await startNeo4j(options))
  const home = dirname(server.dataDir)
  const conf = server.environment['NEO4J_CONF'] ?? ''
  const pidFile = join(home, 'pid')
  await symlink(server.bin, join(home, 'bin'))
  await writeFile(pidFile, String(server.pid()))
  const stop = await script(join(home, 'stop'), [
    `pid=$(cat ${pidFile})`,
    'kill "$pid" 2>/dev/null',
    // One that nobody has waited for is a zombie.
    'while grep -q "^State:[[:space:]]*[^Z]" "/proc/$pid/status" 2>/dev/null; do sleep 0.05; done',
  ])
  const start = await script(join(home, 'start'), [
    `export NEO4J_HOME=${home} NEO4J_CONF=${conf}`,
    `setsid ${home}/bin/neo4j console >>${home}/server.log 2>&1 </dev/null &`,
    `echo $! >${pidFile}`,
    ...(await noting()),
  ])
  const pid = async (): Promise<number> => Number(await readFile(pidFile, 'utf8'))
  cleanup.defer(async () => kill(await pid()))
  const owned = cleanup.move()
  return {
    server,
    control: { commands: { stop: [stop], start: [start] }, home, conf, window: ALWAYS },
    pid,
    isRunning: async () => isRunning(await pid()),
    [Symbol.asyncDispose]: () => owned.disposeAsync(),
  }
}

/** Two windows could cover every minute, one can cover all but one: that one is never now. */
const ALWAYS = openWindow(new Date())

export function openWindow(now: Date): string {
  const hour = (offset: number): string => String((now.getUTCHours() + offset) % 24).padStart(2, '0')
  return `${hour(23)}:00-${hour(12)}:00`
}

/** A window that does not hold the next hours. */
export function closedWindow(now: Date): string {
  const hour = (offset: number): string => String((now.getUTCHours() + offset) % 24).padStart(2, '0')
  return `${hour(11)}:00-${hour(12)}:00`
}

async function script(path: string, lines: readonly string[]): Promise<string> {
  await writeFile(path, `#!/bin/sh\n${lines.join('\n')}\n`)
  await chmod(path, 0o755)
  return path
}

/** Where the test run finds what a killed worker leaves behind. */
async function noting(): Promise<readonly string[]> {
  const run = process.env['LIFEBOAT_TEST_RUN']
  if (run === undefined || run === '') return []
  await mkdir(join(run, 'servers'), { recursive: true })
  return [`: >${join(run, 'servers')}/$!`]
}

async function kill(pid: number): Promise<void> {
  if (await isRunning(pid)) process.kill(pid, 'SIGKILL')
  while (await isRunning(pid)) await new Promise((resolve) => setTimeout(resolve, 20))
  const run = process.env['LIFEBOAT_TEST_RUN']
  if (run !== undefined && run !== '') await rm(join(run, 'servers', String(pid)), { force: true })
}

async function isRunning(pid: number): Promise<boolean> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return /^State:\s*[^Z\s]/m.test(status)
}
