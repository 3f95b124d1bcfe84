import { setTimeout as sleep } from 'node:timers/promises'
import type { EngineContext } from '../../../core/engine.ts'
import { isLifeboatError, LifeboatError } from '../../../core/errors.ts'
import { leaveToSweep } from '../../../runtime/run-owner.ts'
import { openClient, type QdrantClient } from '../client.ts'
import type { Peer } from '../connection.ts'
import { createSnapshot, deleteSnapshot, listSnapshots, nameOf, type Subject } from './snapshot-calls.ts'
import { statusOf } from '../server-error.ts'
import { mayBeNoted, writeNote, type SnapshotNote } from './snapshot-note.ts'

/** How long a cancelled run waits for a snapshot that the server is still making. */
const LINGER_MS = 5000
const LINGER_EVERY_MS = 250

/** A snapshot that lies on its server until it is disposed of. */
export interface TakenSnapshot extends AsyncDisposable {
  readonly client: QdrantClient
  readonly subject: Subject
  readonly name: string
  readonly bytes: number
  readonly sha256: string
}

/**
 * Has a server make a snapshot, and notes it so that sweep finds it after a kill. Snapshots of one collection are made one after
 * another: two of the same second would be one file.
 */
export async function takeSnapshot(
  client: QdrantClient,
  subject: Subject & { readonly server: string; readonly peer?: Peer },
  context: EngineContext,
): Promise<TakenSnapshot> {
  const { server, peer, ...what } = subject
  const before = (await listSnapshots(client, what)).map(({ name }) => name)
  const askedAtMs = client.lastDate()?.getTime() ?? 0
  const other = peer === undefined ? {} : { peer: { host: peer.host, port: peer.port } }
  const note: SnapshotNote = { runId: context.runId, server, ...other, ...what, before, askedAtMs }
  const noted = await writeNote(note, context)
  const forget = (name?: string): Promise<void> =>
    removeOwn(client, note, { name, forget: noted.remove, context })
  let name: string | undefined
  try {
    const { name: made, size, checksum } = await createSnapshot(client, what)
    name = made
    await noted.setName(made)
    if (typeof checksum !== 'string') throw noChecksum(what)
    return {
      client,
      subject: what,
      name: made,
      bytes: size,
      sha256: checksum,
      [Symbol.asyncDispose]: () => forget(made),
    }
  } catch (error) {
    await (isRefusal(error) ? noted.remove() : forget(name))
    throw error
  }
}

/** A server that refused the request made nothing, and what lies there then is somebody else's. */
function isRefusal(error: unknown): boolean {
  const status = statusOf(error)
  return status !== undefined && status < 500
}

/**
 * Removes the snapshot even after the run was cancelled, which is when it matters. What cannot be removed now stays noted
 * for sweep, and is told.
 */
async function removeOwn(
  { connection }: QdrantClient,
  note: SnapshotNote,
  {
    name,
    forget,
    context,
  }: { name: string | undefined; forget: () => Promise<void>; context: EngineContext },
): Promise<void> {
  try {
    await using client = await openClient(connection, { signal: AbortSignal.timeout(2 * LINGER_MS) })
    if (name === undefined) await removeUnnamed(client, note, context)
    // Without its collection a snapshot stays on the disk, and comes back with the collection.
    else if (!(await deleteSnapshot(client, note, name))) await listSnapshots(client, note)
    await forget()
  } catch (error) {
    leaveToSweep(context.runId)
    const why = isLifeboatError(error) ? `: ${error.message}` : ''
    const message = `a snapshot of ${nameOf(note)} could not be removed from its server${why}; lifeboat sweep tries again`
    context.reporter.report({ event: 'warning', message })
  }
}

/** The server goes on making a snapshot whose client is gone. */
async function removeUnnamed(
  client: QdrantClient,
  note: SnapshotNote,
  context: EngineContext,
): Promise<void> {
  const until = context.clock.monotonicMs() + (context.signal.aborted ? LINGER_MS : 0)
  for (;;) {
    const own = (await listSnapshots(client, note)).filter(({ name }) => mayBeNoted(name, note))
    for (const { name } of own) await deleteSnapshot(client, note, name)
    if (own.length > 0 || context.clock.monotonicMs() >= until) return
    await sleep(LINGER_EVERY_MS)
  }
}

function noChecksum(subject: Subject): LifeboatError {
  return new LifeboatError({
    code: 'server-unsupported',
    what: `the server gave no checksum for its snapshot of ${nameOf(subject)}`,
    why: 'without one nobody can tell whether what arrived is what it made',
    fix: 'use a Qdrant that gives checksums of its snapshots',
  })
}
