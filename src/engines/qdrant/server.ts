import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineContext, ServerRecipe } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { Command, Machine, ProgramNeed } from '../../core/machine.ts'
import { Secret } from '../../core/secret.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { openClient } from './client.ts'
import { listCollections } from './collections.ts'
import type { QdrantConnection } from './connection.ts'

const PORT = 6333
const READY_TIMES = 3
const READY_EVERY_MS = 50
/** Where the official image keeps its program; it is on no PATH there. */
const IMAGE_FOLDER = '/qdrant'

/** The server of the same minor version and at least the same patch. */
function need(version: string): ProgramNeed {
  const [major = 0, minor = 0, patch = 0] = version.split(/[.+-]/).map(Number)
  return {
    programs: ['qdrant'],
    folders: ['/usr/local/bin', '/usr/bin', '/opt/qdrant', IMAGE_FOLDER],
    accepts: (output) => {
      const found = /qdrant (\d+)\.(\d+)\.(\d+)/.exec(output)
      return (
        found !== null &&
        Number(found[1]) === major &&
        Number(found[2]) === minor &&
        Number(found[3]) >= patch
      )
    },
    product: `Qdrant ${major}.${minor}`,
    image: `qdrant/qdrant:v${major}.${minor}.${patch}`,
    imageUser: 'root',
  }
}

export interface RunningServer {
  readonly connection: QdrantConnection
  /** Ends it as its supervisor would, and starts it on the same data. */
  readonly restart: () => Promise<void>
}

/** Starts an empty server with a key of its own; resolves when it has answered several times in a row. */
export async function runServer(machine: Machine, context: EngineContext): Promise<RunningServer> {
  const apiKey = new Secret(Buffer.from(context.random.bytes(24)).toString('hex'))
  const http = await machine.openPort(PORT)
  const grpc = await machine.openPort(PORT + 1)
  const { home } = machine
  const command: Command = {
    program: 'sh',
    args: ['-c', `cd "$0" && PATH="$PATH:${IMAGE_FOLDER}" exec qdrant`, home],
    env: {
      QDRANT__SERVICE__HOST: http.listen.host,
      QDRANT__SERVICE__HTTP_PORT: String(http.listen.port),
      QDRANT__SERVICE__GRPC_PORT: String(grpc.listen.port),
      QDRANT__SERVICE__API_KEY: apiKey,
      QDRANT__STORAGE__STORAGE_PATH: `${home}/storage`,
      QDRANT__STORAGE__SNAPSHOTS_PATH: `${home}/snapshots`,
      QDRANT__STORAGE__TEMP_PATH: `${home}/temp`,
      QDRANT__TELEMETRY_DISABLED: 'true',
      QDRANT_INIT_FILE_PATH: `${home}/.qdrant-initialized`,
    },
  }
  const connection = { ...http.reach, apiKey }
  const launch = async (): Promise<void> => {
    await machine.startServer(command)
    await waitUntilReady(machine, connection, context)
  }
  await launch()
  return {
    connection,
    restart: async () => {
      await machine.stopServer('SIGTERM')
      await launch()
    },
  }
}

/** One answer may come from a server that is about to end; several in a row do not. */
async function waitUntilReady(
  machine: Machine,
  connection: QdrantConnection,
  context: EngineContext,
): Promise<void> {
  for (let answers = 0; answers < READY_TIMES;) {
    if (context.signal.aborted) throw cancelled(context.signal)
    const exit = await machine.serverExit()
    if (exit !== undefined) throw didNotStart(exit)
    answers = (await doesAnswer(connection, context)) ? answers + 1 : 0
    if (answers < READY_TIMES) await sleep(READY_EVERY_MS)
  }
}

async function doesAnswer(connection: QdrantConnection, context: EngineContext): Promise<boolean> {
  try {
    await using client = await openClient(connection, context)
    await listCollections(client)
    return true
  } catch {
    return false
  }
}

function didNotStart({ log, outOfMemory }: { log: string; outOfMemory: boolean }): LifeboatError {
  return new LifeboatError({
    code: outOfMemory ? 'sandbox-exhausted' : 'sandbox-unavailable',
    what: outOfMemory
      ? 'the sandbox ran out of memory while Qdrant read its collections'
      : "the sandbox's Qdrant server did not start",
    why: log.trim().split('\n').slice(-5).join('; '),
    ...(outOfMemory ? { fix: 'give the drill plan more memory: 1.5 times the size of the data' } : {}),
  })
}

export const server: ServerRecipe<QdrantConnection> = {
  need,
  prepare: async () => undefined,
  start: async (machine, context) => (await runServer(machine, context)).connection,
  stop: (machine) => machine.stopServer('SIGTERM'),
}
