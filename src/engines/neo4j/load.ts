import type { EngineContext, Loaded, LoadRequest, Place } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { Machine } from '../../core/machine.ts'
import type { Neo4jConnection } from './connection.ts'
import { loadGraph } from './load-graph.ts'
import { isArchive, loadArchive, requireRestorable } from './offline/load.ts'
import { dataFolder, server } from './server.ts'

/** Loads what its parts say: a graph into a running, empty server, or on a fresh machine. */
export async function load(
  place: Place<Neo4jConnection>,
  { parts }: LoadRequest,
  context: EngineContext,
): Promise<Loaded<Neo4jConnection>> {
  if (place.kind === 'server') {
    requireRestorable(parts.names)
    return await loadGraph(place.connection, parts, context)
  }
  await requireFresh(place.machine)
  if (isArchive(parts.names)) return await loadArchive(place.machine, parts, context)
  await server.prepare(place.machine, parts.requirements, context)
  return await loadGraph(await server.start(place.machine, context), parts, context)
}

async function requireFresh(machine: Machine): Promise<void> {
  const { stdout } = await machine.run({ program: 'ls', args: ['-A', machine.home] })
  if (!stdout.split('\n').includes(dataFolder(machine).slice(machine.home.length + 1))) return
  throw new LifeboatError({
    code: 'destination-not-empty',
    what: 'the machine that the backup was to be loaded on holds a Neo4j database already',
    fix: 'load it on a fresh machine',
  })
}
