import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, openSync, closeSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Servant } from './servant.ts'

/** What to run, and how to know that it is up. */
export interface ServerCommand {
  readonly program: string
  readonly args: readonly string[]
  readonly env?: Readonly<Record<string, string>>
  readonly folder: string
  readonly servant?: Servant | undefined
  /** Asked again and again until it says true. */
  readonly ready: (log: () => string) => boolean | Promise<boolean>
  /** The signal that ends the server at once. */
  readonly endSignal: NodeJS.Signals
}

/** A running server process. */
export interface ServerProcess {
  readonly pid: number
  readonly log: () => string
  /** Ends it with a signal of choice, for tests of crashes, and waits. */
  readonly stop: (signal?: NodeJS.Signals) => Promise<void>
}

const readinessLimitMs = 120_000
const stopLimitMs = 10_000

/** Starts a server as a child process and waits until it is ready. */
export async function runServer(command: ServerCommand): Promise<ServerProcess> {
  const logFile = join(command.folder, 'server.log')
  const child = spawnServer(command, logFile)
  const log = () => readFileSync(logFile, 'utf8')
  const pid = child.pid
  if (pid === undefined) throw await failure(child)
  const forget = remember(pid)
  const killNow = () => child.kill('SIGKILL')
  process.once('exit', killNow)
  const stop = async (signal = command.endSignal) => {
    await end(child, signal)
    process.off('exit', killNow)
    forget()
  }
  try {
    await untilReady(child, () => command.ready(log))
  } catch (error) {
    await stop('SIGKILL')
    throw new Error(`${command.program} did not start:\n${log()}`, { cause: error })
  }
  return { pid, log, stop }
}

function spawnServer(command: ServerCommand, logFile: string): ChildProcess {
  const output = openSync(logFile, 'a', 0o644)
  try {
    return spawn(command.program, command.args, {
      cwd: command.folder,
      env: { PATH: process.env['PATH'], HOME: command.folder, LC_ALL: 'C.UTF-8', ...command.env },
      stdio: ['ignore', output, output],
      ...(command.servant && { uid: command.servant.uid, gid: command.servant.gid }),
    })
  } finally {
    closeSync(output)
  }
}

async function failure(child: ChildProcess): Promise<unknown> {
  const [error] = await once(child, 'error')
  return error
}

async function untilReady(child: ChildProcess, ready: () => boolean | Promise<boolean>): Promise<void> {
  const limit = performance.now() + readinessLimitMs
  while (performance.now() < limit) {
    if (hasEnded(child)) throw new Error(`it ended with ${child.signalCode ?? child.exitCode}`)
    if (await ready()) return
    await sleep(10)
  }
  throw new Error(`it was not ready within ${readinessLimitMs} ms`)
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (hasEnded(child)) return
  const exited = once(child, 'exit')
  child.kill(signal)
  const patience = setTimeout(() => child.kill('SIGKILL'), stopLimitMs)
  await exited
  clearTimeout(patience)
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null
}

/** Notes a process where the test run finds what a killed worker left behind. */
function remember(pid: number): () => void {
  const run = process.env['LIFEBOAT_TEST_RUN']
  if (!run) return () => {}
  const file = join(run, 'servers', String(pid))
  mkdirSync(join(run, 'servers'), { recursive: true })
  writeFileSync(file, '')
  return () => rmSync(file, { force: true })
}
