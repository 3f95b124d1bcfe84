import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Capture, CaptureRequest, EngineContext } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import type { Fingerprint } from '../../core/fingerprint.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { compress } from '../../runtime/zstd.ts'
import { readAccess } from './access.ts'
import type { Neo4jConnection } from './connection.ts'
import { methodOf } from './coverage.ts'
import { openDatabase, type Database } from './database.ts'
import { exportGraph, type ExportedGraph, type GraphExport } from './export-graph.ts'
import { describeFingerprint } from './fingerprint.ts'
import { limitationsOf } from './limitations.ts'
import { ACCESS, GRAPH } from './parts.ts'
import { probeDatabase } from './probe.ts'
import { BUCKETS } from './tally.ts'

/** How often a graph is read until nothing is committed meanwhile; the last two readings then tell what stood still. */
const ATTEMPTS = 3

/**
 * A typed export over Bolt with the fingerprint of the very same rows. It lies in the run's folder, compressed, until it is known
 * whether it is one state of the database.
 */
export async function captureOverBolt(
  connection: Neo4jConnection,
  request: CaptureRequest,
  context: EngineContext,
): Promise<Capture> {
  await using database = await openDatabase(connection, context)
  const { identity, requirements, missing } = await probeDatabase(database, connection)
  const folder = await mkdtemp(join(context.workDir, 'neo4j-'))
  const seed = request.fingerprint ? Buffer.from(context.random.bytes(8)).toString('hex') : undefined
  const path = join(folder, GRAPH)
  try {
    const job = { version: identity.version, seed, context }
    const { graph, earlier } = await exportStill(database, path, job)
    await request.sink.stream(GRAPH, createReadStream(path), { compressed: true })
    if (context.signal.aborted) throw cancelled(context.signal)
    await request.sink.stream(ACCESS, Readable.from([JSON.stringify(await readAccess(database))]))
    const fingerprint = fingerprintOf(graph, earlier, job)
    return {
      identity,
      consistency: {
        kind: graph.exact ? 'transactional' : 'fuzzy',
        fromAt: graph.fromAt.toISOString(),
        toAt: graph.toAt.toISOString(),
      },
      fingerprint,
      requirements,
      limitations: [...missing, ...limitationsOf(graph, fingerprint)],
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

interface StillGraph {
  readonly graph: ExportedGraph
  /** The reading before, when the last one was not exact. */
  readonly earlier: ExportedGraph | undefined
}

async function exportStill(database: Database, path: string, job: GraphExport): Promise<StillGraph> {
  let earlier: ExportedGraph | undefined
  for (let attempt = 1; ; attempt += 1) {
    const graph = await exportTo(path, database, job)
    if (graph.exact || attempt === ATTEMPTS) return { graph, earlier: graph.exact ? undefined : earlier }
    earlier = graph
  }
}

async function exportTo(path: string, database: Database, job: GraphExport): Promise<ExportedGraph> {
  const { signal } = job.context
  let graph: ExportedGraph | undefined
  let failure: unknown
  const content = compress(async (output) => {
    try {
      graph = await exportGraph(database, output, job)
    } catch (error) {
      failure = error
      throw error
    }
  }, job.context)
  try {
    await pipeline(content, createWriteStream(path, { mode: 0o600 }))
  } catch (error) {
    if (signal.aborted) throw cancelled(signal)
    throw isLifeboatError(failure) ? failure : error
  }
  if (graph === undefined) throw new Error('an export that ended has a result')
  return graph
}

/** Of an inexact export only what was the same in two readings, one after the other. */
function fingerprintOf(
  graph: ExportedGraph,
  earlier: ExportedGraph | undefined,
  { version, seed }: GraphExport,
): Fingerprint | undefined {
  const { tally } = graph
  if (tally === undefined || seed === undefined) return undefined
  const changed = (name: string): ReadonlySet<number> =>
    earlier?.tally === undefined ? new Set() : tally.changed(earlier.tally, name)
  const moved = tally.datasets.map((name) => ({ name, buckets: changed(name) }))
  const leftOut = moved.filter(({ buckets }) => buckets.size === BUCKETS).map(({ name }) => name)
  const methods = new Map(moved.map(({ name, buckets }) => [name, methodOf(buckets)]))
  return describeFingerprint(tally, {
    version,
    schema: graph.schema,
    spec: { seed, methods, leftOut },
  })
}
