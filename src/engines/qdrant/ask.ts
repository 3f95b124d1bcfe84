import { z } from 'zod'
import type { EngineContext } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { encode, openClient } from './client.ts'
import { countPoints } from './collections.ts'
import type { QdrantConnection } from './connection.ts'
import { plainText } from './exact-json.ts'
import { explainQuestion, parseQuestion, valueAt } from './question.ts'

const pageSchema = z.object({ points: z.array(z.object({ payload: z.unknown() })) })

/** Counts the points of a filter exactly, or reads one payload value of the one point that a filter finds. */
export async function ask(
  connection: QdrantConnection,
  question: string,
  context: EngineContext,
): Promise<string | null> {
  const asked = parseQuestion(question)
  await using client = await openClient(connection, context)
  try {
    if ('count' in asked) return String(await countPoints(client, asked.collection, asked.count))
    const { collection, field, filter = {} } = asked
    const page = await client.call({
      method: 'POST',
      path: `/collections/${encode(collection)}/points/scroll`,
      what: 'answer a question',
      body: { limit: 2, filter, with_payload: true, with_vector: false },
    })
    const [point, second] = pageSchema.parse(page).points
    if (point === undefined || second !== undefined) throw notOne(second === undefined ? 'none' : 'several')
    const value = valueAt(point.payload, field)
    return value === undefined || value === null ? null : plainText(value)
  } catch (error) {
    throw explainQuestion(error)
  }
}

function notOne(found: 'none' | 'several'): LifeboatError {
  return new LifeboatError({
    code: found === 'none' ? 'content-different' : 'plan-invalid',
    what: `a check must find one point; this found ${found}`,
    fix: 'let the filter find one point, for instance by has_id',
  })
}
