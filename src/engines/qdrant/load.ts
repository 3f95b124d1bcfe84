import type { EngineContext, Loaded, LoadRequest, Place } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { Machine } from '../../core/machine.ts'
import { openClient } from './client.ts'
import { addressOf, type QdrantConnection } from './connection.ts'
import { readCatalogue } from './parts.ts'
import { restoreAll, type Restored } from './restore/restore-all.ts'
import { countPoints } from './collections.ts'
import { runServer } from './server.ts'

/**
 * Restores every collection of a backup under its own name. On a fresh machine the server is started for it, and once more
 * afterwards: what it cannot read again from its disk is not restored.
 */
export async function load(
  place: Place<QdrantConnection>,
  { parts }: LoadRequest,
  context: EngineContext,
): Promise<Loaded<QdrantConnection>> {
  const catalogue = await readCatalogue(parts)
  if (place.kind === 'host') {
    await requireEmpty(place.machine)
    const { connection, restart } = await runServer(place.machine, context)
    const restored = await restoreAll(connection, { catalogue, parts }, context)
    await restart()
    await recount(connection, restored, context)
    return { connection, phases: restored.phases, limitations: [] }
  }
  const { connection } = place
  const { phases } = await restoreAll(connection, { catalogue, parts }, context)
  return { connection, phases, limitations: [] }
}

async function requireEmpty(machine: Machine): Promise<void> {
  const { stdout } = await machine.run({ program: 'ls', args: ['-A', machine.home] })
  if (stdout === '') return
  throw new LifeboatError({
    code: 'destination-not-empty',
    what: 'the machine that the snapshots were to be restored on holds data already',
    fix: 'restore on a fresh machine',
  })
}

/** Throws `load-failed` when a collection holds another number of points than before the restart. */
async function recount(
  connection: QdrantConnection,
  { counts }: Restored,
  context: EngineContext,
): Promise<void> {
  await using client = await openClient(connection, context)
  for (const [name, before] of counts) {
    const after = await countPoints(client, name)
    if (after === before) continue
    throw new LifeboatError({
      code: 'load-failed',
      what: `after a restart ${JSON.stringify(name)} holds ${after} points instead of ${before}`,
      why: `qdrant at ${addressOf(connection)} does not keep what it restored`,
    })
  }
}
