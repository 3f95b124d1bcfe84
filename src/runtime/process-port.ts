import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type Server, type Socket } from 'node:net'
import type { Context } from '../core/context.ts'
import type { TcpPort } from '../core/machine.ts'
import type { Namespace } from './namespace.ts'

const LOOPBACK = '127.0.0.1'

/** One connection of the namespace as standard input and output; when either side ends, so does the other. */
const RELAY = 'exec 3<>"/dev/tcp/127.0.0.1/$0" 4<&0 || exit 1; { cat; kill $$; } <&4 >&3 & exec cat <&3'

/** A port for a server of a process sandbox; one inside an empty network is reached through a listener here. */
export async function openProcessPort(
  preferred: number,
  space: Namespace,
  context: Context,
): Promise<TcpPort & AsyncDisposable> {
  if (space.isolation === 'none') {
    const place = { host: LOOPBACK, port: await freePort() }
    return { listen: place, reach: place, [Symbol.asyncDispose]: async () => {} }
  }
  const sockets = new Set<Socket>()
  const listener = createServer((socket) => {
    sockets.add(socket)
    socket.setNoDelay().once('close', () => sockets.delete(socket))
    relay(socket, space.enter({ program: 'bash', args: ['-c', RELAY, String(preferred)] }), context)
  })
  const port = await listen(listener)
  return {
    listen: { host: LOOPBACK, port: preferred },
    reach: { host: LOOPBACK, port },
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy()
      listener.close()
      await once(listener, 'close')
    },
  }
}

function relay(
  socket: Socket,
  { program, args }: { readonly program: string; readonly args: readonly string[] },
  context: Context,
): void {
  const child = spawn(program, args, {
    stdio: ['pipe', 'pipe', 'ignore'],
    env: context.programEnvironment,
  })
  const end = (): void => {
    socket.destroy()
    child.stdin.destroy()
  }
  for (const side of [socket, child, child.stdin, child.stdout]) side.on('error', end)
  socket.once('close', end)
  socket.pipe(child.stdin)
  child.stdout.pipe(socket)
}

async function freePort(): Promise<number> {
  const listener = createServer()
  const port = await listen(listener)
  listener.close()
  await once(listener, 'close')
  return port
}

async function listen(listener: Server): Promise<number> {
  listener.listen(0, LOOPBACK)
  await once(listener, 'listening')
  const address = listener.address()
  if (address === null || typeof address === 'string') throw new Error('a TCP listener has a port')
  return address.port
}
