import type { KubectlVia } from '../../core/via.ts'
import { cancelled } from '../cancelled.ts'
import { isConnected, type FarConnection } from './far-connection.ts'
import { clusterOptions, placeOf, resourceOf } from './kubectl-command.ts'
import { listen } from './local-relay.ts'
import { openPortForward } from './port-forward.ts'
import { NO_PROGRAM, NO_SHELL, relayCommand } from './relay-script.ts'
import { startKubectl } from './start-kubectl.ts'
import { isLoopback, tunnelName, type Tunnel, type TunnelRequest } from './tunnel.ts'
import { unreachable } from './unreachable.ts'

type KubectlRequest = TunnelRequest<{ readonly kubectl: KubectlVia }>

/** By port-forward to a port of the pod, or through a relay that runs in it to an address that only the pod reaches. */
export async function openKubectlTunnel({ via, far, context }: KubectlRequest): Promise<Tunnel> {
  const name = tunnelName(placeOf(via.kubectl), far)
  if (isLoopback(far))
    return { name, ...(await openPortForward({ via: via.kubectl, port: far.port, context })) }
  const dial = () => dialInPod({ via, far, context })
  ;(await dial()).close()
  return { name, lastWords: async () => undefined, ...(await listen(dial)) }
}

async function dialInPod({ via, far, context }: KubectlRequest): Promise<FarConnection> {
  const { kubectl } = via
  const container = kubectl.container === undefined ? [] : [`--container=${kubectl.container}`]
  const args = ['exec', '--stdin', ...clusterOptions(kubectl), ...container, resourceOf(kubectl), '--']
  const { child, lastWords, ended } = await startKubectl([...args, ...relayCommand(far)], context, 'pipe')
  if (child.stdin === null || child.stdout === null) throw new Error('a piped child has a stdin and a stdout')
  child.stdin.on('error', () => undefined)
  const connection: FarConnection = {
    input: child.stdin,
    output: child.stdout,
    exitCode: () => ended,
    stderr: lastWords,
    close: () => {
      child.stdin?.destroy()
      child.kill('SIGTERM')
    },
  }
  if (await isConnected(connection, context.signal)) return connection
  connection.close()
  if (context.signal.aborted) throw cancelled(context.signal)
  throw notConnected({ via, far, context }, await ended, lastWords())
}

function notConnected({ via, far }: KubectlRequest, code: number | undefined, why: string) {
  const place = placeOf(via.kubectl)
  if (code === NO_PROGRAM || NO_SHELL.has(code ?? 0)) {
    return unreachable({
      what: `${place} has no program to relay with: none of bash, socat and nc`,
      why,
      fix: 'name a container: of the pod that has one, or back it up from inside of the cluster',
    })
  }
  return unreachable({
    what: `${far.host}:${far.port} cannot be reached from ${place}`,
    why,
    fix: 'try kubectl exec yourself; it needs the permission create on pods/exec',
  })
}
