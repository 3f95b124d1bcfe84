import type { Tunnel, TunnelRequest } from './tunnel.ts'

/**
 * Opens a tunnel and makes sure that its far side is there. Throws `server-unreachable` (no such container or pod, or it does not
 * run), `program-absent` (kubectl) or `cancelled`.
 */
export async function openTunnel({ via, far, context }: TunnelRequest): Promise<Tunnel> {
  if ('docker' in via) {
    const { openDockerTunnel } = await import('./docker-tunnel.ts')
    return openDockerTunnel({ via, far, context })
  }
  const { openKubectlTunnel } = await import('./kubectl-tunnel.ts')
  return openKubectlTunnel({ via, far, context })
}
