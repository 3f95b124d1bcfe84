import type { Context } from '../core/context.ts'
import { LifeboatError } from '../core/errors.ts'
import { runInContainer, type ContainerPlace } from './container-exec.ts'
import {
  ensureImage,
  explainEngineError,
  isAbsent,
  type Container,
  type ContainerEngine,
  type ContainerOptions,
} from './containers.ts'
import { sandboxLabels } from './sandbox-labels.ts'

const BASE = '/lifeboat'
/** Databases pass data between their processes through shared memory; the engine's default of 64 MiB is too little. */
const SHARED_MEMORY_BYTES = 2 ** 30

export interface ContainerRequest {
  readonly image: string
  readonly user: string
  readonly network: string
  readonly memoryBytes?: number
  readonly diskBytes?: number
}

export interface StartedContainer extends AsyncDisposable {
  readonly place: ContainerPlace
  readonly home: string
  readonly files: string
}

/** Starts a container that idles until programs are run in it. Throws `image-absent` or `sandbox-unavailable`. */
export async function startContainer(
  engine: ContainerEngine,
  request: ContainerRequest,
  context: Context,
): Promise<StartedContainer> {
  await ensureImage(engine, request.image, context.signal)
  await using undo = new AsyncDisposableStack()
  const container = await create(engine, request, context)
  undo.defer(() => removeContainer(container))
  await container.start().catch((error: unknown) => {
    throw unusable(request, error)
  })
  let names = 0
  const place = {
    container,
    user: request.user,
    notes: `${BASE}/notes`,
    signal: context.signal,
    nextName: () => String((names += 1)),
  }
  await layOut(place, request)
  const kept = undo.move()
  return {
    place,
    home: `${BASE}/home`,
    files: `${BASE}/files`,
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** Removes a container with its volumes and makes sure that it is gone. */
export async function removeContainer(container: Container): Promise<void> {
  try {
    await container.remove({ force: true, v: true })
    await container.inspect()
  } catch (error) {
    if (isAbsent(error)) return
    throw explainEngineError(error)
  }
  throw new LifeboatError({
    code: 'sandbox-unavailable',
    what: `the container ${container.id.slice(0, 12)} was removed and is still there`,
    fix: 'remove it with docker rm --force --volumes, then run lifeboat sweep',
  })
}

function create(engine: ContainerEngine, request: ContainerRequest, context: Context): Promise<Container> {
  const options: ContainerOptions = {
    Image: request.image,
    Entrypoint: ['sleep'],
    Cmd: ['infinity'],
    User: request.user,
    Labels: sandboxLabels(context.runId),
    HostConfig: {
      Init: true,
      NetworkMode: request.network,
      CapDrop: ['ALL'],
      SecurityOpt: ['no-new-privileges'],
      ShmSize: SHARED_MEMORY_BYTES,
      ...(request.memoryBytes === undefined
        ? {}
        : { Memory: request.memoryBytes, MemorySwap: request.memoryBytes }),
      ...(request.diskBytes === undefined
        ? {}
        : { Tmpfs: { [BASE]: `rw,exec,mode=1777,size=${request.diskBytes}` } }),
    },
  }
  return engine.container.dockerode.createContainer(options).catch((error: unknown) => {
    throw explainEngineError(error)
  })
}

async function layOut(place: ContainerPlace, request: ContainerRequest): Promise<void> {
  // The notes folder does not exist yet, so these two leave none.
  const root = { ...place, user: 'root', notes: '/tmp' }
  if (request.diskBytes === undefined)
    await runInContainer({ program: 'mkdir', args: ['-m', '1777', BASE] }, root)
  const folders = ['home', 'files', 'notes'].map((name) => `${BASE}/${name}`)
  await runInContainer({ program: 'mkdir', args: ['-m', '700', ...folders] }, { ...place, notes: '/tmp' })
}

function unusable(request: ContainerRequest, error: unknown): LifeboatError {
  return new LifeboatError({
    code: 'sandbox-unavailable',
    what: `the image ${request.image} does not run as user ${request.user}`,
    why: error instanceof Error ? error.message.trim() : String(error),
    fix: 'name an image that has this user and the program sleep as image: of the target',
    cause: error,
  })
}
