import type { Context } from '../../core/context.ts'
import type { Endpoint } from '../../core/endpoint.ts'
import type { Via } from '../../core/via.ts'

/** An open way to a server; disposing it closes every connection through it. */
export interface Tunnel extends AsyncDisposable {
  /** Its near end, which this computer's programs connect to. */
  readonly endpoint: Endpoint
  /** Its far end, for people and records: `docker:orders-db → 5432`. */
  readonly name: string
  /** The last words of what holds it open, for the message of a lost connection. */
  readonly lastWords: () => Promise<string | undefined>
}

/** Where a tunnel leads, and for how long. */
export interface TunnelRequest<V extends Via = Via> {
  readonly via: V
  /** The server's address as it is on the far side. */
  readonly far: Endpoint
  readonly context: Context
}

/** True where the address means the computer, container or pod itself. */
export function isLoopback({ host }: Endpoint): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

/** `docker:orders-db → 5432`; the far host is told only where it is another one. */
export function tunnelName(place: string, far: Endpoint): string {
  const host = far.host.includes(':') ? `[${far.host}]` : far.host
  return `${place} → ${isLoopback(far) ? '' : `${host}:`}${far.port}`
}
