import type { Capture, EngineContext } from '../../../../src/core/engine.ts'
import { Secret } from '../../../../src/core/secret.ts'
import type { QdrantConnection } from '../../../../src/engines/qdrant/connection.ts'
import { engine } from '../../../../src/engines/qdrant/index.ts'
import { openClient } from '../../../../src/engines/qdrant/client.ts'
import { listSnapshots } from '../../../../src/engines/qdrant/snapshots/snapshot-calls.ts'
import { listCollections } from '../../../../src/engines/qdrant/collections.ts'
import { engineContext, testContext } from '../../context.ts'
import { keepParts, type KeptParts } from '../../kept-parts.ts'
import { startQdrant, type QdrantOptions, type StartedQdrant } from '../../servers/qdrant/start.ts'

const KEY = 'the-key-of-the-scene'

/** A started server with a key, and a context to do things to it. */
export interface QdrantScene extends AsyncDisposable {
  readonly server: StartedQdrant
  readonly connection: QdrantConnection
  readonly context: EngineContext
  readonly events: Awaited<ReturnType<typeof testContext>>['events']
  capture(connection?: QdrantConnection, parts?: KeptParts): Promise<Capture>
}

export async function openScene(options: QdrantOptions = {}): Promise<QdrantScene> {
  await using undo = new AsyncDisposableStack()
  const server = undo.use(await startQdrant({ apiKey: KEY, ...options }))
  const test = undo.use(await testContext())
  const context = engineContext(test)
  const connection = connectionOf(server)
  const kept = undo.move()
  return {
    server,
    connection,
    context,
    events: test.events,
    capture: (from = connection, parts = keepParts()) =>
      engine.capture(from, { sink: parts, fingerprint: true }, context),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

/** With the key of every scene. */
export function connectionOf({
  host,
  port,
  tls,
}: Pick<StartedQdrant, 'host' | 'port' | 'tls'>): QdrantConnection {
  return {
    host,
    port,
    apiKey: new Secret(KEY),
    ...(tls === undefined ? {} : { tls: { caFile: tls.caFile } }),
  }
}

/** The snapshots that lie on a server, of every collection. */
export async function snapshotsOn(connection: QdrantConnection): Promise<readonly string[]> {
  await using client = await openClient(connection, { signal: new AbortController().signal })
  const all: string[] = []
  for (const collection of await listCollections(client)) {
    all.push(...(await listSnapshots(client, { collection })).map(({ name }) => name))
  }
  return all
}
