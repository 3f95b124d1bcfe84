import type { EngineContext } from '../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import { KEEP_MS } from '../../runtime/run-owner.ts'
import { openClient } from './client.ts'
import type { QdrantConnection } from './connection.ts'
import { identify } from './identity.ts'
import { deleteSnapshot, listSnapshots, nameOf } from './snapshots/snapshot-calls.ts'
import { statusOf } from './server-error.ts'
import { mayBeNoted, readNotes, type SnapshotNote } from './snapshots/snapshot-note.ts'

/**
 * Removes the snapshots that runs asked for which no longer live; only what a note of this computer tells apart from others'. One that
 * cannot be removed stays noted, does not keep the others from it, and is told at the end, as an error.
 */
export async function sweep(
  connection: QdrantConnection,
  isAlive: (runId: string) => boolean,
  context: EngineContext,
): Promise<readonly string[]> {
  const oldest = context.clock.now().getTime() - KEEP_MS
  const dead = (await readNotes()).filter(({ note }) => !isAlive(note.runId))
  for (const { note, remove } of dead) if (note.askedAtMs < oldest) await remove()
  if (dead.length === 0) return []
  await using client = await openClient(connection, context)
  const { id } = await identify(client)
  const done: string[] = []
  const failures: LifeboatError[] = []
  for (const { note, remove } of dead.filter(({ note: { server } }) => server === id)) {
    try {
      done.push(...(await removeNoted(connection, note, context)))
      await remove()
    } catch (error) {
      if (!isLifeboatError(error) || error.code === 'cancelled') throw error
      const failure = notRemoved(note, error)
      // Without its collection nobody can remove it, and it comes back with the collection: it stays noted, and no sweep fails of it.
      if (statusOf(error) === 404) context.reporter.report({ event: 'warning', message: failure.message })
      else failures.push(failure)
    }
  }
  const [first, ...others] = failures
  if (first === undefined) return done
  for (const message of done) context.reporter.report({ event: 'notice', message })
  for (const { message } of others) context.reporter.report({ event: 'warning', message })
  throw first
}

async function removeNoted(
  connection: QdrantConnection,
  note: SnapshotNote,
  context: EngineContext,
): Promise<readonly string[]> {
  await using client = await openClient({ ...connection, ...note.peer }, context)
  const own = (await listSnapshots(client, note)).filter(({ name }) => mayBeNoted(name, note))
  for (const { name } of own) await deleteSnapshot(client, note, name)
  return own.map(() => `removed a snapshot of ${nameOf(note)} that run ${note.runId} left`)
}

function notRemoved(note: SnapshotNote, error: LifeboatError): LifeboatError {
  return new LifeboatError({
    code: error.code,
    what: `a snapshot of ${nameOf(note)} that run ${note.runId} left could not be removed`,
    why: error.message,
    fix: 'sweep again when the server can be asked; without its collection a snapshot goes only from the disk of the server',
    cause: error,
  })
}
