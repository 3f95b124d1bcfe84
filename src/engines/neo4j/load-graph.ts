import type { EngineContext, Loaded, PartSource } from '../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import { collectEagerly } from '../../runtime/small-heap.ts'
import { decompress } from '../../runtime/zstd.ts'
import type { Neo4jConnection } from './connection.ts'
import { openDatabase, type Database } from './database.ts'
import { readGraphFile } from './graph-file.ts'
import { GraphLoader } from './graph-loader.ts'
import { identityOf } from './identity.ts'
import { countObjects } from './inspect.ts'
import { GRAPH } from './parts.ts'
import { makeSchema } from './make-schema.ts'
import type { SchemaItem } from './schema.ts'

/** Puts an exported graph into an empty database: its data, then constraints and indexes. Throws `destination-not-empty`, `load-failed`. */
export async function loadGraph(
  connection: Neo4jConnection,
  parts: PartSource,
  context: EngineContext,
): Promise<Loaded<Neo4jConnection>> {
  using _eager = collectEagerly()
  await using database = await openDatabase(connection, context)
  const startedMs = context.clock.monotonicMs()
  const { edition } = await identityOf(database, connection)
  if ((await countObjects(database)) > 0) throw notEmpty()
  const { schema, loaded } = await fill(database, parts, context)
  const loadedMs = context.clock.monotonicMs()
  const left = await makeSchema(database, schema, edition)
  const endedMs = context.clock.monotonicMs()
  return {
    connection: { ...connection, elementIds: loaded.ids },
    phases: [
      { name: 'load', durationMs: Math.round(loadedMs - startedMs) },
      { name: 'index', durationMs: Math.round(endedMs - loadedMs) },
    ],
    limitations: [
      ...(left === 0
        ? []
        : [`${left} constraints need the Enterprise edition: they were not made, and not tested.`]),
      ...(loaded.dangling === 0
        ? []
        : [`${loaded.dangling} relationships were not made: the export does not hold both their nodes.`]),
    ],
  }
}

async function fill(database: Database, parts: PartSource, context: EngineContext) {
  const loader = new GraphLoader(database)
  const content = await parts.open(GRAPH)
  let schema: readonly SchemaItem[] = []
  const trailer = await readGraphFile(decompress(content, context), {
    header: (header) => void ({ schema } = header),
    node: (line) => loader.node(line),
    relationship: (line) => loader.relationship(line),
  }).catch(failed)
  const loaded = await loader.end().catch(failed)
  if (!trailer.exact || loaded.dangling === 0) return { schema, loaded }
  throw new LifeboatError({
    code: 'load-failed',
    what: `${loaded.dangling} relationships have no node at one of their ends`,
  })
}

/** What the server refused was refused because of the copy. */
function failed(error: unknown): never {
  if (!isLifeboatError(error, 'unexpected')) throw error
  throw new LifeboatError({
    code: 'load-failed',
    what: 'Neo4j refused what the backup holds',
    ...(error.why === undefined ? {} : { why: error.why }),
    cause: error,
  })
}

function notEmpty(): LifeboatError {
  return new LifeboatError({
    code: 'destination-not-empty',
    what: 'the database that the graph was to be loaded into holds something already',
    fix: 'name an empty one: Neo4j Community has one database to a server',
  })
}
