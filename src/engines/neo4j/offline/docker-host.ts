import { LifeboatError } from '../../../core/errors.ts'
import { runInContainer, startInContainer, type ContainerPlace } from '../../../runtime/container-exec.ts'
import {
  explainEngineError,
  isAbsent,
  openContainerEngine,
  type Container,
  type ContainerEngine,
} from '../../../runtime/containers.ts'
import type { Context } from '../../../core/context.ts'
import { pipeline } from 'node:stream/promises'
import type { AdminProgram, ServerHost } from './server-host.ts'
import { alreadyMarked, parseStopMark, type FoundMark, type StopMark } from './stop-mark.ts'

/** Neo4j writes its last checkpoint while it stops; killed before that its store could not be dumped. */
const STOP_SECONDS = 180
const MARK_LABEL = 'org.lifeboat.neo4j-stopped'
/** The user of the official image that owns the data. */
const IMAGE_USER = 'neo4j'
const CONFLICT = 409
const NOT_MODIFIED = 304

type Inspection = Awaited<ReturnType<Container['inspect']>>

/**
 * A Neo4j server in a container of this computer or of DOCKER_HOST. The mark of a run is a second container beside it, with the same
 * volumes and of the same image: in it the admin program runs. Throws `not-supported` where the server could not be started again.
 */
export async function dockerHost(name: string, context: Context): Promise<ServerHost> {
  const engine = await openContainerEngine(context)
  const server = engine.container.dockerode.getContainer(name)
  const inspection = await inspect(server, name)
  requireRestartable(inspection, name)
  const beside = helper(engine, inspection)
  const told = {
    description: `container ${name}`,
    startByHand: `docker start ${name}`,
    markPlace: `container ${beside.name}`,
  }
  return {
    ...told,
    stop: () => server.stop({ t: STOP_SECONDS }).catch(unlessModified).then(nothing),
    start: () => server.start().catch(unlessModified).then(nothing),
    mark: async (mark) => {
      const made = await beside.create(mark)
      if (!made) throw alreadyMarked(told, await beside.readMark())
    },
    readMark: beside.readMark,
    endAdmin: () => beside.container().kill().catch(unlessGone).then(nothing),
    unmark: () => beside.container().remove({ force: true }).catch(unlessAbsent).then(nothing),
    openAdmin: () => openAdmin(beside.container(), inspection, context),
  }
}

function helper(engine: ContainerEngine, { Id, Image, Config }: Inspection) {
  const docker = engine.container.dockerode
  const name = `lifeboat-neo4j-${Id.slice(0, 12)}`
  const container = (): Container => docker.getContainer(name)
  return {
    name,
    container,
    /** False when there is one already: the engine gives a name only once. */
    create: async (mark: StopMark): Promise<boolean> => {
      const options = {
        name,
        Image,
        Entrypoint: ['sleep'],
        Cmd: ['infinity'],
        User: userOf(Config.User),
        Labels: { [MARK_LABEL]: JSON.stringify(mark) },
        HostConfig: {
          Init: true,
          NetworkMode: 'none',
          VolumesFrom: [Id],
          CapDrop: ['ALL'],
          SecurityOpt: ['no-new-privileges'],
        },
      }
      try {
        await docker.createContainer(options)
        return true
      } catch (error) {
        if (statusOf(error) === CONFLICT) return false
        throw explainEngineError(error)
      }
    },
    readMark: async (): Promise<FoundMark | undefined> => {
      try {
        const { Config } = await container().inspect()
        return parseStopMark(Config.Labels[MARK_LABEL] ?? '')
      } catch (error) {
        if (isAbsent(error)) return undefined
        throw explainEngineError(error)
      }
    },
  }
}

async function openAdmin(
  container: Container,
  { Config }: Inspection,
  { signal }: Context,
): Promise<AdminProgram> {
  await container.start().catch((error: unknown) => {
    throw explainEngineError(error)
  })
  let names = 0
  const place: ContainerPlace = {
    container,
    user: userOf(Config.User),
    notes: '/tmp',
    signal,
    nextName: () => `lifeboat-${(names += 1)}`,
  }
  return {
    run: (args) => runInContainer({ program: 'neo4j-admin', args }, place),
    pipe: async (args, output) => {
      const { stdout, finished } = await startInContainer({ program: 'neo4j-admin', args }, place)
      await Promise.all([finished, pipeline(stdout, output)])
    },
    [Symbol.asyncDispose]: () => container.kill().catch(unlessGone).then(nothing),
  }
}

async function inspect(server: Container, name: string): Promise<Inspection> {
  try {
    return await server.inspect()
  } catch (error) {
    if (!isAbsent(error)) throw explainEngineError(error)
    throw new LifeboatError({
      code: 'server-unreachable',
      what: `there is no container ${name}`,
      fix: 'correct control.docker of the connection, or DOCKER_HOST',
      cause: error,
    })
  }
}

function requireRestartable({ HostConfig, Config, Mounts }: Inspection, name: string): void {
  const obstacle =
    HostConfig.AutoRemove === true
      ? 'it was started with --rm, so stopping would remove it'
      : Config.Labels['com.docker.swarm.service.id'] !== undefined
        ? 'it is a task of a swarm service, which starts another one as soon as it stops'
        : Mounts.length === 0
          ? 'it has no volume, so nothing else can read its data'
          : undefined
  if (obstacle === undefined) return
  throw new LifeboatError({
    code: 'not-supported',
    what: `container ${name} cannot be stopped for a dump: ${obstacle}`,
    fix: 'run it as a plain container with its data on a volume, or leave out control: then the backup is taken over Bolt',
  })
}

/** A container that names no user drops from root to the image's own. */
function userOf(configured: string): string {
  return configured === '' || configured === 'root' || configured === '0' ? IMAGE_USER : configured
}

function statusOf(error: unknown): number | undefined {
  return (error as { statusCode?: number }).statusCode
}

/** It is stopped, or started, already. */
function unlessModified(error: unknown): void {
  if (statusOf(error) !== NOT_MODIFIED) throw explainEngineError(error)
}

function unlessAbsent(error: unknown): void {
  if (!isAbsent(error)) throw explainEngineError(error)
}

/** There is none, or it does not run. */
function unlessGone(error: unknown): void {
  if (!isAbsent(error) && statusOf(error) !== CONFLICT) throw explainEngineError(error)
}

function nothing(): void {}
