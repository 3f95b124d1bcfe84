import { z } from 'zod'
import { LifeboatError } from '../../core/errors.ts'
import type { QdrantClient } from './client.ts'
import { addressOf } from './connection.ts'
import { statusOf } from './server-error.ts'

const rootSchema = z.object({
  title: z.string().regex(/qdrant/i),
  version: z.string().regex(/^\d+\.\d+\.\d+/),
})

/** The version as the server says it, with whatever it adds: `1.19.0`. Throws `server-unsupported`. */
export async function readVersion(client: QdrantClient): Promise<string> {
  const call = { method: 'GET', path: '/', what: 'tell its version' } as const
  const body = (await client.bytes(call).catch((error) => explainRoot(error, client))).toString('utf8')
  try {
    return rootSchema.parse(JSON.parse(body)).version
  } catch (error) {
    throw foreign(client, error)
  }
}

/** Every Qdrant has its root; what stands before one may refuse it, or be out of order. */
function explainRoot(error: unknown, client: QdrantClient): never {
  const status = statusOf(error)
  throw status === undefined || [401, 403, 429].includes(status) || status >= 500
    ? error
    : foreign(client, error)
}

function foreign(client: QdrantClient, cause: unknown): LifeboatError {
  const status = statusOf(cause)
  return new LifeboatError({
    code: 'server-unsupported',
    what: `what answers at ${addressOf(client.connection)} is no Qdrant`,
    ...(status === undefined ? {} : { why: `it answered with HTTP ${status}` }),
    fix: 'check host and port of the target: the REST interface is meant, 6333 unless changed',
    cause,
  })
}

/** The part of a version within which snapshots are promised to restore: `1.19`. */
export function minorOf(version: string): string {
  return /^\d+\.\d+/.exec(version)?.[0] ?? version
}

/** Throws `server-unsupported` unless the server is of the minor version that made the snapshots. */
export function assertSameMinor(server: string, backup: string): void {
  if (minorOf(server) === minorOf(backup)) return
  throw new LifeboatError({
    code: 'server-unsupported',
    what: `the snapshots are of Qdrant ${backup}, and the server is Qdrant ${server}`,
    why: 'Qdrant promises to restore a snapshot within one minor version only',
    fix: `restore into Qdrant ${minorOf(backup)}, then upgrade that server`,
  })
}
