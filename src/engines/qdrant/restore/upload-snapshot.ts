import { Readable } from 'node:stream'
import type { EngineContext, PartSource } from '../../../core/engine.ts'
import { LifeboatError } from '../../../core/errors.ts'
import type { QdrantClient } from '../client.ts'
import type { SnapshotEntry } from '../parts.ts'
import { deleteSnapshot, nameOf, snapshotsPath, type Subject } from '../snapshots/snapshot-calls.ts'

/**
 * Sends one snapshot with its checksum, without which the server takes changed bytes for good. Afterwards removes the file
 * that it keeps of every upload.
 */
export async function uploadSnapshot(
  client: QdrantClient,
  { subject, entry, parts }: { subject: Subject; entry: SnapshotEntry; parts: PartSource },
  context: EngineContext,
): Promise<void> {
  const name = `lifeboat-${context.runId}-${entry.part}`
  const boundary = `lifeboat-${Buffer.from(context.random.bytes(16)).toString('hex')}`
  const head = Buffer.from(
    `--${boundary}\r\nContent-Disposition: form-data; name="snapshot"; filename="${name}"\r\n` +
      'Content-Type: application/octet-stream\r\n\r\n',
  )
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`)
  const content = await parts.open(entry.part)
  try {
    await client.call({
      method: 'POST',
      path: `${snapshotsPath(subject)}/upload?priority=snapshot&wait=true&checksum=${entry.sha256}`,
      what: `restore the snapshot of ${nameOf(subject)}`,
      code: 'load-failed',
      content: {
        stream: Readable.from(framed(head, measured(content, entry), tail), { objectMode: false }),
        bytes: head.length + entry.bytes + tail.length,
        type: `multipart/form-data; boundary=${boundary}`,
      },
    })
  } finally {
    content.destroy()
    await removeUpload(client, subject, { name, context })
  }
}

async function* framed(head: Buffer, content: AsyncIterable<Buffer>, tail: Buffer): AsyncGenerator<Buffer> {
  yield head
  yield* content
  yield tail
}

/** The length was promised in the head of the request. */
async function* measured(content: Readable, { part, bytes }: SnapshotEntry): AsyncGenerator<Buffer> {
  let sent = 0
  for await (const chunk of content as AsyncIterable<Buffer>) {
    sent += chunk.length
    if (sent > bytes) break
    yield chunk
  }
  if (sent === bytes) return
  throw new LifeboatError({
    code: 'part-malformed',
    what: `${part} of the backup is not as long as it was`,
    why: `${sent} of ${bytes} bytes`,
  })
}

/** For a collection that does not exist the server offers no way to remove it. */
async function removeUpload(
  client: QdrantClient,
  subject: Subject,
  { name, context }: { name: string; context: EngineContext },
): Promise<void> {
  try {
    if (await deleteSnapshot(client, subject, name)) return
  } catch {
    // Told below: the restore itself has its own result.
  }
  const message = `the uploaded file ${name} may be left in the snapshots folder of the server`
  if (!context.signal.aborted) context.reporter.report({ event: 'warning', message })
}
