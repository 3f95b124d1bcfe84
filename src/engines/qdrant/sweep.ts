import type { EngineContext } from '../../core/engine.ts'
import { isLifeboatError } from '../../core/errors.ts'
import { openClient } from './client.ts'
import type { QdrantConnection } from './connection.ts'
import { identify } from './identity.ts'
import { deleteSnapshot, listSnapshots, nameOf } from './snapshots/snapshot-calls.ts'
import { mayBeNoted, readNotes, type SnapshotNote } from './snapshots/snapshot-note.ts'

/** Of a server that is gone for good nobody will ever remove anything. */
const KEEP_NOTES_MS = 90 * 86_400_000

/** Removes the snapshots that runs asked for which no longer live; only what a note of this computer tells apart from others'. */
export async function sweep(
  connection: QdrantConnection,
  isAlive: (runId: string) => boolean,
  context: EngineContext,
): Promise<readonly string[]> {
  const oldest = context.clock.now().getTime() - KEEP_NOTES_MS
  const dead = (await readNotes(context)).filter(({ note }) => !isAlive(note.runId))
  for (const { note, remove } of dead) if (note.askedAtMs < oldest) await remove()
  if (dead.length === 0) return []
  await using client = await openClient(connection, context)
  const { id } = await identify(client)
  const done: string[] = []
  for (const { note, remove } of dead.filter(({ note: { server } }) => server === id)) {
    const removed = await removeNoted(connection, note, context)
    if (removed === undefined) continue
    await remove()
    done.push(...removed)
  }
  return done
}

/** Undefined where the server cannot be asked now: a later sweep tries again. */
async function removeNoted(
  connection: QdrantConnection,
  note: SnapshotNote,
  context: EngineContext,
): Promise<readonly string[] | undefined> {
  await using client = await openClient({ ...connection, ...note.peer }, context)
  try {
    const own = (await listSnapshots(client, note)).filter(({ name }) => mayBeNoted(name, note))
    for (const { name } of own) await deleteSnapshot(client, note, name)
    return own.map(() => `removed a snapshot of ${nameOf(note)} that run ${note.runId} left`)
  } catch (error) {
    if (isLifeboatError(error, 'cancelled')) throw error
    return undefined
  }
}
