import { existsSync } from 'node:fs'
import type { Context } from '../core/context.ts'
import { isLifeboatError } from '../core/errors.ts'
import { runProgram } from './program.ts'

const COMMENT = 'lifeboat-run-'

/** Everything that comes from a sandbox's bridge to this computer is refused, except answers to what we asked. */
function rule(bridge: string, runId: string): readonly string[] {
  const fresh = ['-m', 'conntrack', '!', '--ctstate', 'RELATED,ESTABLISHED']
  const owner = ['-m', 'comment', '--comment', `${COMMENT}${runId}`]
  return ['-i', bridge, ...fresh, ...owner, '-j', 'REJECT']
}

/** Closes this computer's own services to a sandbox; false where that needs rights or programs that are missing. */
export async function closeHost(bridge: string, context: Context): Promise<boolean> {
  if (process.getuid?.() !== 0 || !existsSync(`/sys/class/net/${bridge}`)) return false
  try {
    await iptables(['-I', 'INPUT', ...rule(bridge, context.runId)], context)
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

/** Removes the rule of `closeHost`. */
export async function reopenHost(bridge: string, runId: string, context: Context): Promise<void> {
  await iptables(['-D', 'INPUT', ...rule(bridge, runId)], context)
}

/** The bridges that are still closed, each with the run that closed it. */
export async function closedBridges(context: Context): Promise<readonly { bridge: string; runId: string }[]> {
  if (process.getuid?.() !== 0) return []
  const listing = await iptables(['-S', 'INPUT'], context).catch((error: unknown) => {
    if (isLifeboatError(error, 'program-absent')) return ''
    throw error
  })
  return Array.from(
    listing.matchAll(/-i (\S+) .*--comment "?lifeboat-run-([^"\s]+)/g),
    ([, bridge, runId]) => ({
      bridge: bridge ?? '',
      runId: runId ?? '',
    }),
  )
}

async function iptables(args: readonly string[], context: Context): Promise<string> {
  const command = { program: 'iptables', args: ['-w', ...args] }
  // Rules are removed also after a cancellation.
  const options = { signal: new AbortController().signal, environment: context.programEnvironment }
  return (await runProgram(command, options)).stdout
}
