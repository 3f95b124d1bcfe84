import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import { LifeboatError } from '../../../core/errors.ts'
import { cancelled } from '../../../runtime/cancelled.ts'
import { encode } from '../client.ts'
import { explainConnection } from '../server-error.ts'
import { listSnapshots, nameOf, snapshotsPath } from './snapshot-calls.ts'
import type { TakenSnapshot } from './take-snapshot.ts'

/** Throws `source-changed` when another file lies under a snapshot's name by now, or none. */
export async function assertThere({ client, subject, name, sha256 }: TakenSnapshot): Promise<void> {
  const listed = (await listSnapshots(client, subject)).find((one) => one.name === name)
  if (listed?.checksum === sha256) return
  throw new LifeboatError({
    code: 'source-changed',
    what: `the snapshot of ${nameOf(subject)} was removed or replaced before it was fetched`,
    why: `${name}: somebody else takes or removes snapshots of the same collection in the same second`,
    fix: 'back up again, at another minute than other programs that take snapshots',
  })
}

/** The bytes of a snapshot; the stream fails at its end unless they are those that the server announced. */
export async function openSnapshot(snapshot: TakenSnapshot): Promise<Readable> {
  const { client, subject, name } = snapshot
  const answer = await client.open({
    method: 'GET',
    path: `${snapshotsPath(subject)}/${encode(name)}`,
    what: `hand out its snapshot of ${nameOf(subject)}`,
  })
  return Readable.from(verified(answer, snapshot), { objectMode: false, highWaterMark: 2 ** 20 })
}

async function* verified(answer: Readable, snapshot: TakenSnapshot): AsyncGenerator<Buffer> {
  const { client, subject, bytes, sha256 } = snapshot
  const digest = createHash('sha256')
  let received = 0
  try {
    for await (const chunk of answer as AsyncIterable<Buffer>) {
      digest.update(chunk)
      received += chunk.length
      yield chunk
    }
  } catch (error) {
    throw client.signal.aborted ? cancelled(client.signal) : explainConnection(error, client.connection)
  }
  if (client.signal.aborted) throw cancelled(client.signal)
  const found = digest.digest('hex')
  if (received === bytes && found === sha256) return
  throw new LifeboatError({
    code: 'capture-failed',
    what: `what arrived of the snapshot of ${nameOf(subject)} is not what the server made`,
    why: `${received} of ${bytes} bytes, SHA-256 ${found} instead of ${sha256}`,
    fix: 'look for what changes bytes on the way (a proxy that compresses), then back up again',
  })
}
