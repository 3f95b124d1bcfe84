import { setTimeout as sleep } from 'node:timers/promises'
import type { Context } from '../core/context.ts'
import { LifeboatError } from '../core/errors.ts'
import type { Command, Machine } from '../core/machine.ts'
import {
  exitCodeOf,
  killNoted,
  notedProgram,
  runInContainer,
  startDetached,
  type ContainerPlace,
} from './container-exec.ts'
import { containerPrograms } from './container-programs.ts'
import { explainEngineError, openContainerEngine } from './containers.ts'
import { removeDefaultRoute } from './firewall.ts'
import { openSandboxNetwork, type SandboxNetwork } from './sandbox-network.ts'
import { startContainer } from './start-container.ts'

const SERVER_NOTE = 'server'
const STOP_MS = 60_000
const POLL_MS = 50

export interface ContainerMachineRequest {
  readonly image: string
  /** The user in the image that owns data. */
  readonly user: string
  readonly memoryBytes?: number
  /** Without it the data may fill the container engine's disk; with it the data lies in memory. */
  readonly diskBytes?: number
  readonly context: Context
}

/** A container on a network without a way out. Throws `sandbox-unavailable` or `image-absent`. */
export async function containerMachine(request: ContainerMachineRequest): Promise<Machine> {
  const { context } = request
  const engine = await openContainerEngine(context)
  await using undo = new AsyncDisposableStack()
  const network = undo.use(await openSandboxNetwork(engine, context))
  if (!network.local) throw unreachable()
  const started = undo.use(await startContainer(engine, { ...request, network: network.name }, context))
  const { place, home, files } = started
  const { host, pid } = await inspect(place, network)
  await removeDefaultRoute(pid, context)
  const kept = undo.move()
  return {
    kind: 'container',
    description: `container ${request.image}`,
    reach: { kind: 'tcp', host },
    home,
    openPort: async (port) => ({ listen: { host: '0.0.0.0', port }, reach: { host, port } }),
    isolation: network.hostClosed ? 'internal-network' : 'host-reachable',
    ...containerPrograms(place, files),
    ...serverIn(place),
    ranOutOfMemory: () => ranOutOfMemory(place),
    freeBytes: () => freeBytes(place, home),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

type Exec = Awaited<ReturnType<ContainerPlace['container']['exec']>>

function serverIn(place: ContainerPlace): Pick<Machine, 'startServer' | 'stopServer' | 'serverExit'> {
  const note = `${place.notes}/${SERVER_NOTE}`
  const log = `${note}.log`
  let server: Exec | undefined
  const serverExit: Machine['serverExit'] = async () => {
    if (server === undefined || (await server.inspect()).Running) return undefined
    const [code, outOfMemory] = [await exitCodeOf(server), await ranOutOfMemory(place)]
    return { code, log: await tail(log, place), outOfMemory }
  }
  return {
    startServer: async (command) => {
      server = await launchServer(command, place, { note, log })
    },
    stopServer: async (signal = 'SIGTERM') => {
      if (server === undefined) return
      const deadline = performance.now() + STOP_MS
      await killNoted(note, place, signal.slice('SIG'.length))
      while ((await server.inspect()).Running && performance.now() < deadline) await sleep(POLL_MS)
      await killNoted(note, place)
      server = undefined
    },
    serverExit,
  }
}

async function launchServer(
  command: Command,
  place: ContainerPlace,
  { note, log }: { readonly note: string; readonly log: string },
): Promise<Exec> {
  const { Cmd, Env } = notedProgram(command, note)
  try {
    const exec = await place.container.exec({
      Cmd: ['sh', '-c', 'exec "$@" >"$0" 2>&1 </dev/null', log, ...Cmd],
      Env,
      User: place.user,
    })
    await startDetached(exec)
    return exec
  } catch (error) {
    throw explainEngineError(error)
  }
}

async function inspect(
  place: ContainerPlace,
  network: SandboxNetwork,
): Promise<{ host: string; pid: number }> {
  const { NetworkSettings, State } = await place.container.inspect()
  return { host: NetworkSettings.Networks[network.name]?.IPAddress ?? '', pid: State.Pid }
}

/** The kernel's own count of processes that it killed for want of memory, in either version of control groups. */
async function ranOutOfMemory(place: ContainerPlace): Promise<boolean> {
  const script = 'cat /sys/fs/cgroup/memory.events /sys/fs/cgroup/memory/memory.oom_control 2>/dev/null; true'
  const counts = await runInContainer({ program: 'sh', args: ['-c', script] }, place).catch(() => undefined)
  if (counts !== undefined) return /^oom_kill [1-9]/m.test(counts.stdout)
  return (await place.container.inspect()).State.OOMKilled
}

async function tail(path: string, place: ContainerPlace): Promise<string> {
  const { stdout } = await runInContainer({ program: 'tail', args: ['-c', '8192', path] }, place)
  return stdout
}

async function freeBytes(place: ContainerPlace, home: string): Promise<number> {
  const { stdout } = await runInContainer({ program: 'df', args: ['-Pk', home] }, place)
  return Number(stdout.trim().split('\n').at(-1)?.split(/\s+/)[3]) * 1024
}

function unreachable(): LifeboatError {
  return new LifeboatError({
    code: 'sandbox-unavailable',
    what: 'containers cannot be reached by address from here',
    why: 'the container engine runs on another computer or in a virtual machine',
    fix: 'run the drill on the Linux computer that runs the container engine, or with provider: process',
  })
}
