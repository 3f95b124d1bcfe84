import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { open, readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Command, Machine } from '../core/machine.ts'
import { childOf } from './namespace.ts'
import { revealEnvironment, type ProgramOptions } from './program.ts'

const STOP_MS = 60_000
/** Nothing of a server that goes away is worth a longer wait. */
const DISPOSAL_MS = 10_000
const LOG_TAIL_BYTES = 8192

export interface ProcessServerPlace {
  /** Where the server's output goes. */
  readonly log: string
  readonly options: Omit<ProgramOptions, 'signal'>
  /** Whether the command is a wrapper that waits for the server itself. */
  readonly wrapped: boolean
  /** Told of the process that was started. */
  readonly started: (pid: number) => Promise<void>
}

/** The background server of a process sandbox. */
export function processServer(
  place: ProcessServerPlace,
): Pick<Machine, 'startServer' | 'stopServer' | 'serverExit'> & AsyncDisposable {
  let server: ChildProcess | undefined
  let killed = false
  const stop = async (signal: NodeJS.Signals, patienceMs: number): Promise<void> => {
    if (server?.pid === undefined || hasEnded(server)) return
    const exited = once(server, 'exit')
    const pid = place.wrapped ? await childOf(server.pid) : server.pid
    if (pid !== undefined) signalIfThere(pid, signal)
    const limit = new AbortController()
    await Promise.race([
      exited,
      sleep(patienceMs, undefined, { signal: limit.signal }).catch(() => undefined),
    ])
    limit.abort()
    killed = true
    if (!hasEnded(server)) signalIfThere(place.wrapped ? server.pid : -server.pid, 'SIGKILL')
    await exited
  }
  return {
    startServer: async (command) => {
      killed = false
      server = await launch(command, place)
      if (server.pid !== undefined) await place.started(server.pid)
    },
    stopServer: (signal = 'SIGTERM') => stop(signal, STOP_MS),
    // As Ctrl-C does: told by SIGTERM, a server may wait for clients whose programs are gone.
    [Symbol.asyncDispose]: () => stop('SIGINT', DISPOSAL_MS),
    serverExit: async () => {
      if (server === undefined || !hasEnded(server)) return undefined
      const log = await readFile(place.log)
      return {
        code: server.exitCode ?? undefined,
        log: log.subarray(-LOG_TAIL_BYTES).toString('utf8'),
        // Nobody else here kills that way: it is how the kernel ends who takes too much memory.
        outOfMemory: server.signalCode === 'SIGKILL' && !killed,
      }
    },
  }
}

async function launch(command: Command, { log, options }: ProcessServerPlace): Promise<ChildProcess> {
  await using output = await open(log, 'a', 0o600)
  const child = spawn(command.program, command.args, {
    stdio: ['ignore', output.fd, output.fd],
    env: { ...options.environment, ...revealEnvironment(command.env) },
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
    cwd: options.cwd ?? '/',
    detached: true,
  })
  child.on('error', () => undefined)
  return child
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined
}

function signalIfThere(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}
