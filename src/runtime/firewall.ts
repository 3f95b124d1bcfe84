import { existsSync } from 'node:fs'
import { hostname } from 'node:os'
import type { Context } from '../core/context.ts'
import { isLifeboatError } from '../core/errors.ts'
import { runProgram } from './program.ts'
import { currentOwner, mayLive } from './run-owner.ts'

/** A rule that is still there, whose it was, and which bridge it closes. */
export interface HostRule {
  readonly bridge: string
  readonly runId: string
  readonly ownerLives: boolean
  readonly comment: string
}

const RULE = /-i (\S+) .*--comment "?(lifeboat-run-(\w+-\w+)-(\d+)-(\w+))/g

/** Names the run and its process, so that sweep can tell a dead one's rules wherever its folder was. */
function commentOf(runId: string): string {
  const { pid, processStart } = currentOwner()
  return `lifeboat-run-${runId}-${pid}-${processStart}`
}

/** Everything that comes from a sandbox's bridge to this computer is refused, except answers to what we asked. */
function rule(bridge: string, comment: string): readonly string[] {
  const fresh = ['-m', 'conntrack', '!', '--ctstate', 'RELATED,ESTABLISHED']
  const owner = ['-m', 'comment', '--comment', comment]
  return ['-i', bridge, ...fresh, ...owner, '-j', 'REJECT']
}

/** Closes this computer's own services to a sandbox; false where that needs rights or programs that are missing. */
export async function closeHost(bridge: string, context: Context): Promise<boolean> {
  if (process.getuid?.() !== 0 || !existsSync(`/sys/class/net/${bridge}`)) return false
  try {
    await iptables(['-I', 'INPUT', ...rule(bridge, commentOf(context.runId))], context)
    return true
  } catch (error) {
    if (isLifeboatError(error, 'cancelled')) throw error
    return false
  }
}

/** Takes the way out from a sandbox, given a process in it; older container engines give one even where it leads nowhere. */
export async function removeDefaultRoute(pid: number, context: Context): Promise<void> {
  if (process.getuid?.() !== 0) return
  const args = [`--net=/proc/${pid}/ns/net`, 'ip', 'route', 'flush', 'default']
  const options = { signal: context.signal, environment: context.programEnvironment }
  await runProgram({ program: 'nsenter', args }, options).catch((error: unknown) => {
    // The probe of the drill sees the route that is left.
    if (isLifeboatError(error, 'cancelled')) throw error
  })
}

/** Removes the rule of `closeHost`, this process's own unless another's comment is given; absent is not an error. */
export async function reopenHost(bridge: string, context: Context, comment?: string): Promise<void> {
  try {
    await iptables(['-D', 'INPUT', ...rule(bridge, comment ?? commentOf(context.runId))], context)
  } catch (error) {
    // Whoever loads a firewall anew takes our rules away with the old ones.
    const left = await listHostRules(context)
    if (left.some((found) => found.bridge === bridge)) throw error
  }
}

/** The rules of `closeHost` that are there now, of any run. */
export async function listHostRules(context: Context): Promise<readonly HostRule[]> {
  if (process.getuid?.() !== 0) return []
  const listing = await iptables(['-S', 'INPUT'], context).catch((error: unknown) => {
    if (isLifeboatError(error, 'program-absent')) return ''
    throw error
  })
  return Array.from(
    listing.matchAll(RULE),
    ([, bridge = '', comment = '', runId = '', pid, processStart = '']) => ({
      bridge,
      runId,
      comment,
      ownerLives: mayLive({ host: hostname(), pid: Number(pid), processStart }),
    }),
  )
}

async function iptables(args: readonly string[], context: Context): Promise<string> {
  const command = { program: 'iptables', args: ['-w', ...args] }
  // Rules are removed also after a cancellation.
  const options = { signal: new AbortController().signal, environment: context.programEnvironment }
  return (await runProgram(command, options)).stdout
}
