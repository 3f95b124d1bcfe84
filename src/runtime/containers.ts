import { getContainerRuntimeClient, ImageName, type ContainerRuntimeClient } from 'testcontainers'
import type { Context } from '../core/context.ts'
import { LifeboatError } from '../core/errors.ts'

/** A connection to the container engine that testcontainers found. */
export type ContainerEngine = ContainerRuntimeClient
type Docker = ContainerEngine['container']['dockerode']
export type Container = ReturnType<Docker['getContainer']>
export type ContainerOptions = Parameters<Docker['createContainer']>[0]

const FIX =
  'install and start a container engine that this user may use (docker info must succeed), or drill with provider: process'

/** Connects to the container engine of this computer, or of DOCKER_HOST. Throws `sandbox-unavailable`. */
export async function openContainerEngine(context: Context): Promise<ContainerEngine> {
  const wanted = context.programEnvironment['DOCKER_HOST']
  const client = await getContainerRuntimeClient().catch((cause: unknown) => {
    throw unavailable(cause)
  })
  const { modem } = client.container.dockerode as { modem: { socketPath?: string; host?: string } }
  // The library passes over a DOCKER_HOST that does not answer; a sandbox elsewhere than asked for is worse than none.
  if (wanted !== undefined && !wanted.includes(modem.socketPath ?? modem.host ?? '')) {
    throw unavailable(new Error(`nothing answers at DOCKER_HOST ${withoutLogin(wanted)}`))
  }
  return client
}

/** Makes sure that the image is here, pulling it if need be. Throws `image-absent`. */
export async function ensureImage(
  engine: ContainerEngine,
  image: string,
  signal: AbortSignal,
): Promise<void> {
  if (await isPresent(engine, image)) return
  const pulled = engine.image.pull(ImageName.fromString(image))
  const failure = await Promise.race([pulled.then(() => undefined, String), aborted(signal)])
  signal.throwIfAborted()
  if (await isPresent(engine, image)) return
  throw new LifeboatError({
    code: 'image-absent',
    what: `the image ${image} is not here and could not be pulled`,
    ...(failure === undefined ? {} : { why: failure }),
    fix: `make it available (docker pull ${image}, or npm run images), or name another one as image: of the target`,
  })
}

/** Whether an error of the container engine says that the thing is not there. */
export function isAbsent(error: unknown): boolean {
  return (error as { statusCode?: number }).statusCode === 404
}

/** An error of the container engine as one that a person can act on. */
export function explainEngineError(error: unknown): unknown {
  if (error instanceof LifeboatError) return error
  const { code, statusCode } = error as { code?: string; statusCode?: number }
  const lost = code === 'ECONNREFUSED' || code === 'ENOENT' || code === 'ECONNRESET' || code === 'EACCES'
  return lost || statusCode !== undefined ? unavailable(error) : error
}

function unavailable(cause: unknown): LifeboatError {
  return new LifeboatError({
    code: 'sandbox-unavailable',
    what: 'the container engine cannot be used',
    why: cause instanceof Error ? cause.message.trim() : String(cause),
    fix: FIX,
    cause,
  })
}

async function isPresent(engine: ContainerEngine, image: string): Promise<boolean> {
  try {
    await engine.container.dockerode.getImage(ImageName.fromString(image).string).inspect()
    return true
  } catch (error) {
    if (isAbsent(error)) return false
    throw explainEngineError(error)
  }
}

function aborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    signal.addEventListener('abort', () => resolve(undefined), { once: true })
  })
}

function withoutLogin(address: string): string {
  return address.replace(/\/\/[^/@]*@/, '//')
}
