import { z } from 'zod'
import { LifeboatError } from '../../core/errors.ts'
import { parseExact } from './exact-json.ts'
import { statusOf } from './server-error.ts'

const filter = z.record(z.string(), z.unknown())
const collection = z.string().min(1)

const countSchema = z.strictObject({ collection, count: filter })
const valueSchema = z.strictObject({ collection, field: z.string().min(1), filter: filter.optional() })
const KEYS_EXAMPLES =
  '{"collection": "products"} for ids, or {"collection": "products", "field": "sku", "filter": {…}} for values of the payload'

/** What `keys` can be asked, as JSON: the ids of a collection's points, or one field of their payloads. */
export const keysSchema = z
  .strictObject({
    collection,
    field: z.string().min(1).optional(),
    filter: filter.optional(),
  })
  .describe(KEYS_EXAMPLES)

export type KeysQuestion = z.infer<typeof keysSchema>

const ASK_FIX =
  'write {"collection": "products", "count": {"must": […]}} for a number of points, or {"collection": "products", "field": "price", "filter": {…}} for one value'

/** A question of an application check. Throws `plan-invalid`. */
export function parseQuestion(text: string): z.infer<typeof countSchema> | z.infer<typeof valueSchema> {
  return parseAs(z.union([countSchema, valueSchema]), text, ASK_FIX)
}

/** A question for keys. Throws `plan-invalid`. */
export function parseKeysQuestion(text: string): KeysQuestion {
  return parseAs(keysSchema, text, `write ${KEYS_EXAMPLES}`)
}

function parseAs<T>(schema: z.ZodType<T>, text: string, fix: string): T {
  try {
    return schema.parse(parseExact(text))
  } catch (error) {
    throw new LifeboatError({
      code: 'plan-invalid',
      what: 'a question for qdrant is not as it must be',
      fix,
      cause: error,
    })
  }
}

/** What a refused question shows; never the server's words, which may hold values. */
export function explainQuestion(error: unknown): unknown {
  const status = statusOf(error)
  if (status === 404)
    return unanswered('content-different', 'the collection of the question does not exist', error)
  if (status === 400 || status === 422)
    return unanswered('plan-invalid', 'qdrant does not understand the filter', error)
  return error
}

function unanswered(code: 'content-different' | 'plan-invalid', what: string, cause: unknown): LifeboatError {
  return new LifeboatError({ code, what, fix: 'ask the question of the source', cause })
}

/** The value at a path of a payload such as `nested.price`; undefined where there is none. */
export function valueAt(payload: unknown, path: string): unknown {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return undefined
  const members = new Map<string, unknown>(Object.entries(payload))
  // A key that holds a dot itself is the closer match.
  if (members.has(path)) return members.get(path)
  const dot = path.indexOf('.')
  return dot < 0 ? undefined : valueAt(members.get(path.slice(0, dot)), path.slice(dot + 1))
}
