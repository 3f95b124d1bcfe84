import { once } from 'node:events'
import { createServer, type AddressInfo, type Socket } from 'node:net'
import { pipeline } from 'node:stream/promises'
import type { Endpoint } from '../../core/endpoint.ts'
import type { FarConnection } from './far-connection.ts'

const HOST = '127.0.0.1'

/** A loopback address whose connections are each joined to one of the far side. */
export interface LocalRelay extends AsyncDisposable {
  readonly endpoint: Endpoint
}

/** Listens; `dial` makes the far connection of each one that comes. What breaks on the far side is reset here, never ended. */
export async function listen(dial: () => Promise<FarConnection>): Promise<LocalRelay> {
  const open = new Set<Socket>()
  const server = createServer((near) => {
    open.add(near)
    near.setNoDelay().on('error', () => undefined)
    near.once('close', () => open.delete(near))
    join(near, dial).catch(() => near.resetAndDestroy())
  })
  server.listen(0, HOST)
  await once(server, 'listening')
  return {
    endpoint: { host: HOST, port: (server.address() as AddressInfo).port },
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, 'close')
      server.close()
      for (const near of open) near.destroy()
      await closed
    },
  }
}

async function join(near: Socket, dial: () => Promise<FarConnection>): Promise<void> {
  const far = await dial()
  near.once('close', () => far.close())
  if (near.destroyed) return far.close()
  pipeline(near, far.input).catch(() => undefined)
  await pipeline(far.output, near, { end: false })
  if ((await far.exitCode()) === 0) near.end()
  else near.resetAndDestroy()
}
