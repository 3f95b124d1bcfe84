import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { readFile } from 'node:fs/promises'
import type { Context } from '../core/context.ts'
import type { Command, Isolation } from '../core/machine.ts'
import type { SandboxUser } from './sandbox-user.ts'

export interface Namespace extends AsyncDisposable {
  readonly isolation: Extract<Isolation, 'network-namespace' | 'none'>
  /** The process that holds it open; its end ends everything inside. */
  readonly anchor: number | undefined
  /** The command as it is run inside, as the sandbox's user. */
  enter(command: Command): Command
}

/** A killed server leaves its shared memory: here it goes with the namespace. Where the mount fails it only stays. */
const OWN_SHARED_MEMORY = 'mount -t tmpfs -o mode=1777 tmpfs /dev/shm 2>/dev/null'

/** A server that only speaks TCP listens on the empty network's own loopback. */
const LOOPBACK = 'PATH="$PATH:/usr/sbin:/sbin"; ip link set lo up 2>/dev/null'

/** Every end of a message would wait 40 ms for an acknowledgement, since the relay's own sockets are no `TCP_NODELAY` ones. */
const PROMPT =
  'for net in 127.0.0.0/8 127.0.0.1; do ip route change table local local $net dev lo scope host src 127.0.0.1 quickack 1 2>/dev/null; done'

/** An empty network, shared memory and a process tree of its own, or none of these where this user may not have them. */
export async function openNamespace(user: SandboxUser | undefined, context: Context): Promise<Namespace> {
  const anchor = await startAnchor(user, context)
  if (anchor?.pid === undefined) {
    return {
      isolation: 'none',
      anchor: undefined,
      enter: (command) => command,
      [Symbol.asyncDispose]: async () => {},
    }
  }
  const prefix = [...entering(anchor.pid, user), ...becoming(user)]
  return {
    isolation: 'network-namespace',
    anchor: anchor.pid,
    enter: (command) => ({
      ...command,
      program: 'nsenter',
      args: [...prefix, command.program, ...command.args],
    }),
    [Symbol.asyncDispose]: () => endAnchor(anchor),
  }
}

/** The process that a wrapper such as nsenter waits for. */
export async function childOf(pid: number): Promise<number | undefined> {
  const children = await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => '')
  const [first] = children.trim().split(' ')
  return first === undefined || first === '' ? undefined : Number(first)
}

async function startAnchor(
  user: SandboxUser | undefined,
  context: Context,
): Promise<ChildProcess | undefined> {
  if (process.platform !== 'linux') return undefined
  const rootless = user === undefined ? ['--user', '--map-current-user', '--keep-caps'] : []
  const unshare = [...rootless, '--net', '--ipc', '--pid', '--mount-proc', '--fork', '--kill-child=SIGKILL']
  const idle = ['sh', '-c', `${OWN_SHARED_MEMORY}; ${LOOPBACK}; ${PROMPT}; echo ready; exec sleep infinity`]
  // The kernel ends the anchor, and with it the sandbox, when this process dies by any cause.
  const child = spawn('setpriv', ['--pdeathsig', 'SIGKILL', 'unshare', ...unshare, ...idle], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: context.programEnvironment,
  })
  const ended = Promise.race([once(child, 'exit'), once(child, 'error')]).then(
    () => false,
    () => false,
  )
  const ready = await Promise.race([once(child.stdout, 'data').then(() => true), ended])
  child.stdout.destroy()
  return ready ? child : undefined
}

async function endAnchor(anchor: ChildProcess): Promise<void> {
  if (anchor.exitCode !== null || anchor.signalCode !== null || anchor.pid === undefined) return
  const exited = once(anchor, 'exit')
  // Its child is the first process inside: once that has ended, so has every other.
  const first = await childOf(anchor.pid)
  if (first === undefined) anchor.kill('SIGKILL')
  else process.kill(first, 'SIGKILL')
  await exited
}

function entering(anchor: number, user: SandboxUser | undefined): readonly string[] {
  const spaces = `/proc/${anchor}/ns`
  const rootless = user === undefined ? [`--user=${spaces}/user`, '--preserve-credentials'] : []
  const all = [
    `--net=${spaces}/net`,
    `--ipc=${spaces}/ipc`,
    `--pid=${spaces}/pid_for_children`,
    `--mount=${spaces}/mnt`,
  ]
  return [...rootless, ...all, '--']
}

/** A killed wrapper takes its program along. */
function becoming(user: SandboxUser | undefined): readonly string[] {
  const identity = user === undefined ? [] : [`--reuid=${user.uid}`, `--regid=${user.gid}`, '--clear-groups']
  return ['setpriv', ...identity, '--no-new-privs', '--pdeathsig', 'SIGKILL', '--']
}
