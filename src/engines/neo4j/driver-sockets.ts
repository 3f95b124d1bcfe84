import { AsyncLocalStorage } from 'node:async_hooks'
import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

/** Node tells here of every socket that connects, also of those with TLS. */
const CONNECTING = 'net.client.socket'

/** The sockets that a driver opens. */
export interface DriverSockets {
  /** Starts work of the driver that may connect. */
  connecting<T>(work: () => T): T
  /** Ends those that are still there. */
  destroy(): void
}

/** Keeps hold of the sockets, because a driver forgets one that still waits for the server's first word, even when it is closed. */
export function holdDriverSockets(): DriverSockets {
  const ours = new AsyncLocalStorage<true>()
  const held = new Set<Socket>()
  const hold = (message: unknown): void => {
    if (ours.getStore() === undefined) return
    const { socket } = message as { readonly socket: Socket }
    held.add(socket)
    socket.once('close', () => held.delete(socket))
  }
  subscribe(CONNECTING, hold)
  return {
    connecting: (work) => ours.run(true, work),
    destroy: () => {
      unsubscribe(CONNECTING, hold)
      // Only an error tells the driver that nobody will answer.
      for (const socket of held) socket.destroy(new Error('the connection was given up'))
    },
  }
}
