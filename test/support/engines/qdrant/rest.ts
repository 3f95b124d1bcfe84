import { text } from 'node:stream/consumers'
import { openClient } from '../../../../src/engines/qdrant/client.ts'
import type { QdrantConnection } from '../../../../src/engines/qdrant/connection.ts'

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

/** Sends one request and returns the text of its answer; a body that is text is sent as it is. Throws when refused. */
export async function rest(
  connection: QdrantConnection,
  [method, path]: readonly [Method, string],
  body?: unknown,
): Promise<string> {
  await using client = await openClient(connection, { signal: new AbortController().signal })
  const call = { method, path: encodeURI(path), what: `${method} ${path}` }
  return await text(await client.open(body === undefined ? call : { ...call, body }))
}
