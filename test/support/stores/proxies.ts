import { createServer as createHttpServer, type IncomingHttpHeaders, request } from 'node:http'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { pipeline } from 'node:stream'

/** A server in front of a real store. */
export interface Proxy extends AsyncDisposable {
  readonly endpoint: string
  /** Connections made to it so far. */
  readonly connections: () => number
}

/** Hands every request on without the named headers: a gateway that does not know them. */
export async function startHeaderDroppingProxy(
  target: { readonly host: string; readonly port: number },
  dropped: readonly string[],
  /** Only from these requests. */
  method?: string,
): Promise<Proxy> {
  const server = createHttpServer((incoming, outgoing) => {
    const headers: IncomingHttpHeaders = { ...incoming.headers }
    if (method === undefined || incoming.method === method) for (const name of dropped) delete headers[name]
    const { url: path } = incoming
    const onward = request(
      { host: target.host, port: target.port, method: incoming.method, path, headers },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
        pipeline(answer, outgoing, () => undefined)
      },
    )
    onward.on('error', () => outgoing.destroy())
    pipeline(incoming, onward, () => undefined)
  })
  return await listen(server)
}

/** When a connection is cut, counted over the bytes of one direction. */
export interface Cut {
  readonly direction: 'toStore' | 'fromStore'
  readonly afterBytes: number
  /** How many times; afterwards connections live, or with `Infinity` never again. */
  readonly times: number
}

/** Passes bytes on until so many have passed, then cuts all connections; while cuts are left it cuts again. */
export async function startCuttingProxy(
  target: { readonly host: string; readonly port: number },
  cut: Cut,
): Promise<Proxy> {
  const open = new Set<Socket>()
  let passed = 0
  let cuts = 0
  const count = (bytes: number): void => {
    passed += bytes
    if (passed < cut.afterBytes || cuts >= cut.times) return
    cuts += 1
    if (cut.times !== Infinity) passed = 0
    for (const socket of open) socket.resetAndDestroy()
  }
  const server = createServer((client) => {
    const store = connect(target)
    for (const socket of [client, store]) {
      open.add(socket)
      socket.on('error', () => undefined).on('close', () => open.delete(socket))
    }
    client.on('close', () => store.destroy())
    store.on('close', () => client.destroy())
    const watched = cut.direction === 'toStore' ? client : store
    watched.on('data', (chunk: Buffer) => count(chunk.length))
    client.pipe(store)
    store.pipe(client)
  })
  return await listen(server)
}

/** Accepts connections and never says a word. */
export async function startSilentServer(): Promise<Proxy> {
  return await listen(createServer((socket) => socket.on('error', () => undefined).resume()))
}

async function listen(server: Server): Promise<Proxy> {
  const sockets = new Set<Socket>()
  let connections = 0
  server.on('connection', (socket) => {
    connections += 1
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => connections,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
