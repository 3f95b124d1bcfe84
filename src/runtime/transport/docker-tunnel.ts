import type { Context } from '../../core/context.ts'
import { isLifeboatError } from '../../core/errors.ts'
import { cancelled } from '../cancelled.ts'
import { isAbsent, openContainerEngine, type Container } from '../containers.ts'
import { containerAddress } from './container-address.ts'
import { dialInContainer } from './container-exec-relay.ts'
import { isConnected } from './far-connection.ts'
import { listen } from './local-relay.ts'
import { NO_PROGRAM, NO_SHELL } from './relay-script.ts'
import { isLoopback, tunnelName, type Tunnel, type TunnelRequest } from './tunnel.ts'
import { unreachable } from './unreachable.ts'

type DockerRequest = TunnelRequest<{ readonly docker: string }>

/** By the container's own address where this computer reaches it, otherwise through a relay that runs in it. */
export async function openDockerTunnel({ via, far, context }: DockerRequest): Promise<Tunnel> {
  const name = via.docker
  const { container, info } = await findRunning(name, context)
  if (context.signal.aborted) throw cancelled(context.signal)
  const named = { name: tunnelName(`docker:${name}`, far), lastWords: async () => undefined }
  const address = isLoopback(far) ? await containerAddress(info, far.port) : undefined
  if (address !== undefined) {
    return { ...named, endpoint: { host: address, port: far.port }, [Symbol.asyncDispose]: async () => {} }
  }
  await tryOnce(container, { via, far, context })
  return { ...named, ...(await listen(() => dial(container, far, context))) }
}

async function dial(container: Container, far: DockerRequest['far'], { signal }: Context) {
  const connection = await dialInContainer(container, far)
  if (await isConnected(connection, signal)) return connection
  connection.close()
  throw new Error('the relay did not connect')
}

async function tryOnce(container: Container, { via, far, context }: DockerRequest): Promise<void> {
  const connection = await dialInContainer(container, far).catch((cause: unknown) => {
    throw engineFailure(via.docker, cause)
  })
  try {
    if (await isConnected(connection, context.signal)) return
    if (context.signal.aborted) throw cancelled(context.signal)
    const code = (await connection.exitCode()) ?? 0
    if (code === NO_PROGRAM || NO_SHELL.has(code)) throw noProgram(via.docker)
    throw unreachable({
      what: `nothing answers at ${far.host}:${far.port} in the container ${via.docker}`,
      why: connection.stderr(),
      fix: 'the connection of a target with via: names the address inside of the container; check host and port',
    })
  } finally {
    connection.close()
  }
}

async function findRunning(name: string, context: Context) {
  try {
    const engine = await openContainerEngine(context)
    const container = engine.container.dockerode.getContainer(name)
    const info = await container.inspect()
    const { Running, Paused, Restarting, Status } = info.State
    if (Paused) throw notRunning(name, 'is paused', `docker unpause ${name}`)
    if (Restarting) throw notRunning(name, 'restarts again and again', `docker logs ${name}`)
    if (!Running) throw notRunning(name, `does not run: it is ${Status}`, `docker start ${name}`)
    return { container, info }
  } catch (error) {
    if (isLifeboatError(error, 'server-unreachable')) throw error
    throw isAbsent(error) ? absent(name) : engineFailure(name, error)
  }
}

function absent(name: string) {
  return unreachable({
    what: `there is no container ${name}`,
    fix: 'docker ps shows the names; DOCKER_HOST names the engine of another computer',
  })
}

function notRunning(name: string, how: string, command: string) {
  return unreachable({ what: `the container ${name} ${how}`, fix: command })
}

function noProgram(name: string) {
  return unreachable({
    what: `the container ${name} cannot be reached: it has no program to relay with`,
    why: 'its own address is out of reach from here, and it has none of bash, socat and nc',
    fix: 'publish its port, or back it up from the computer that runs the container',
  })
}

function engineFailure(name: string, cause: unknown) {
  const why = cause instanceof Error ? cause.message.trim() : String(cause)
  return unreachable({
    what: `the container engine cannot be used to reach the container ${name}`,
    why,
    fix: 'docker info must succeed for this user; DOCKER_HOST names the engine',
    cause,
  })
}
