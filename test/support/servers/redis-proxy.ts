import { once } from 'node:events'
import { connect, createServer, type AddressInfo, type Socket } from 'node:net'

/** What becomes of bytes on their way from the server: passed on, changed, or `cut` for the end of the connection. */
export type OnTheWay = (bytes: Buffer) => Buffer | 'cut'

/** Stands between a client and a server and spoils what the server sends. */
export async function startSpoilingProxy(
  server: { readonly host: string; readonly port: number },
  onTheWay: OnTheWay,
): Promise<AsyncDisposable & { readonly host: string; readonly port: number }> {
  const sockets = new Set<Socket>()
  const proxy = createServer((client) => {
    const upstream = connect(server)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.on('close', () => {
        client.destroy()
        upstream.destroy()
      })
    }
    client.pipe(upstream)
    upstream.on('data', (bytes) => {
      const passed = onTheWay(bytes)
      if (passed === 'cut') client.destroy()
      else client.write(passed)
    })
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return {
    host: '127.0.0.1',
    port: (proxy.address() as AddressInfo).port,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
