import { z } from 'zod'
import type { EngineContext } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { openClient } from './client.ts'
import type { QdrantConnection } from './connection.ts'
import { parseExact, plainText } from './exact-json.ts'
import { scrollPages } from './points/scroll.ts'
import { explainQuestion, parseKeysQuestion, valueAt, type KeysQuestion } from './question.ts'

const pageSchema = z.object({
  result: z.object({ points: z.array(z.object({ id: z.unknown(), payload: z.unknown().optional() })) }),
})

/** Streams the ids of a collection's points, or one field of their payloads, page by page. */
export async function* keys(
  connection: QdrantConnection,
  question: string,
  context: EngineContext,
): AsyncGenerator<string> {
  const asked = parseKeysQuestion(question)
  await using client = await openClient(connection, context)
  const { collection, field, filter = {} } = asked
  const request = { with_vector: false, with_payload: field === undefined ? false : [field], filter }
  try {
    for await (const page of scrollPages(client, { collection, request })) {
      const { points } = pageSchema.parse(parseExact(page.toString('utf8'))).result
      yield* points.map(({ id, payload }) => keyOf(id, payload, asked))
    }
  } catch (error) {
    throw explainQuestion(error)
  }
}

function keyOf(id: unknown, payload: unknown, { field }: KeysQuestion): string {
  const value = field === undefined ? id : valueAt(payload, field)
  if (value !== undefined && value !== null) return plainText(value)
  throw new LifeboatError({
    code: 'plan-invalid',
    what: `a point of qdrant has no value under ${JSON.stringify(field)}`,
    fix: 'let filter: find only points that have it',
  })
}
