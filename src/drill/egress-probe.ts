import { once } from 'node:events'
import { createServer, isIPv4, type Server } from 'node:net'
import { networkInterfaces } from 'node:os'
import { isLifeboatError } from '../core/errors.ts'
import type { Isolation, Machine } from '../core/machine.ts'

/** Arguments: a port, then addresses. Prints `reached` for the first one that answers; code 3 where it cannot try. */
const CONNECT_SCRIPT = `
command -v timeout >/dev/null || exit 3
for address in "$@"; do
  if timeout 2 bash -c 'exec 3<>"/dev/tcp/$0/$1"' "$address" "$0" 2>/dev/null; then echo reached; exit; fi
done
echo blocked`

/** What was seen from inside, and what may be said of the sandbox after that. */
export interface EgressFinding {
  readonly egress: 'blocked' | 'possible' | 'notProbed'
  readonly isolation: Isolation
}

/** Tries to get out of a sandbox: to a listener on this computer, and by its routes. Sends nothing to other computers. */
export async function probeEgress(machine: Machine): Promise<EgressFinding> {
  const routed = await hasDefaultRoute(machine)
  const reached = await reachesHost(machine)
  const promised = machine.isolation
  if (reached === true) return { egress: 'possible', isolation: weaker(promised) }
  if (routed === true) return routedFinding(machine)
  if (reached === undefined && routed === undefined) return { egress: 'notProbed', isolation: 'none' }
  if (reached === undefined || routed === undefined) {
    return { egress: 'notProbed', isolation: promised === 'none' ? 'none' : 'host-reachable' }
  }
  return { egress: 'blocked', isolation: promised }
}

/** Whether a sandbox that promised to be closed is not. */
export function breaksPromise(machine: Machine, { egress }: EgressFinding): boolean {
  return egress === 'possible' && machine.isolation !== 'none' && machine.isolation !== 'host-reachable'
}

/** Without root the route that older container engines give cannot be taken away; what drops its packets is theirs to say. */
function routedFinding(machine: Machine): EgressFinding {
  if (machine.kind === 'container' && machine.isolation === 'host-reachable') {
    return { egress: 'notProbed', isolation: 'host-reachable' }
  }
  return { egress: 'possible', isolation: 'none' }
}

function weaker(promised: Isolation): Isolation {
  return promised === 'none' || promised === 'network-namespace' ? 'none' : 'host-reachable'
}

/** Undefined where the kernel does not tell. */
async function hasDefaultRoute(machine: Machine): Promise<boolean | undefined> {
  try {
    const script = 'cat /proc/net/route && { cat /proc/net/ipv6_route 2>/dev/null || true; }'
    const { stdout } = await machine.run({ program: 'sh', args: ['-c', script] })
    // The kernel lists unreachable IPv6 routes too, on the loopback device.
    const ipv6 = stdout.split('\n').some((line) => /^0{32} 00 /.test(line) && !/\slo$/.test(line))
    return ipv6 || /^\S+\t00000000\t/m.test(stdout)
  } catch (error) {
    return unlessCancelled(error)
  }
}

/** True as soon as one connection from inside was seen here; undefined when there is nothing to connect with. */
async function reachesHost(machine: Machine): Promise<boolean | undefined> {
  await using listener = createServer((socket) => {
    seen += 1
    socket.destroy()
  })
  let seen = 0
  const port = await listen(listener)
  try {
    const args = ['-c', CONNECT_SCRIPT, String(port), ...hostAddresses()]
    const { stdout } = await machine.run({ program: 'bash', args })
    return seen > 0 || stdout.trim() !== 'blocked'
  } catch (error) {
    return unlessCancelled(error)
  }
}

async function listen(listener: Server): Promise<number> {
  listener.listen(0, '0.0.0.0')
  await once(listener, 'listening')
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP listener has a port')
  return address.port
}

/** Loopback, the gateways of all bridges, and this computer's own addresses. */
function hostAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces()).flatMap((entries) => entries ?? [])
  return [...new Set(all.map(({ address }) => address).filter((address) => isIPv4(address)))]
}

function unlessCancelled(error: unknown): undefined {
  if (isLifeboatError(error, 'cancelled') || isLifeboatError(error, 'timed-out')) throw error
  return undefined
}
