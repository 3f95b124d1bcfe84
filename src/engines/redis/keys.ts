import { ErrorReply } from '@redis/client'
import { z } from 'zod'
import type { EngineContext } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { openClient, type RedisClient, type RedisConnection } from './connection.ts'

const BATCH = 1000
const EXAMPLES =
  '{ match: "session:*", strip: "session:" }, { members: "a set" } or { fields: "a hash" }, with database: where it is wanted'

const common = {
  /** Taken away from the beginning of each key; keys without it are an error. */
  strip: z.string().default(''),
  database: z.int().nonnegative().default(0),
}

/** What `keys` can be asked, as JSON: keys of one database by their pattern, the members of one set, the fields of one hash. */
export const keysSchema = z
  .union([
    z.strictObject({
      match: z.string().min(1),
      /** The value of this field of each hash instead of the key. */
      field: z.string().optional(),
      ...common,
    }),
    z.strictObject({ members: z.string(), ...common }),
    z.strictObject({ fields: z.string(), ...common }),
  ])
  .describe(EXAMPLES)

type Question = z.infer<typeof keysSchema>

/** Streams keys by SCAN, SSCAN or HSCAN; each that was there all the time comes at least once. */
export async function* keys(
  connection: RedisConnection,
  question: string,
  context: EngineContext,
): AsyncGenerator<string> {
  const asked = parseQuestion(question)
  const client = await openClient(connection, asked.database, context)
  try {
    for await (const found of batchesOf(client, asked)) {
      if (context.signal.aborted) throw cancelled(context.signal)
      yield* found
    }
  } catch (error) {
    if (context.signal.aborted) throw cancelled(context.signal)
    throw unanswered(error)
  } finally {
    client.destroy()
  }
}

async function* batchesOf(client: RedisClient, asked: Question): AsyncGenerator<readonly string[]> {
  const strip = (key: string): string => stripped(key, asked.strip)
  if ('members' in asked) {
    for await (const found of client.sScanIterator(asked.members, { COUNT: BATCH })) yield found.map(strip)
  } else if ('fields' in asked) {
    for await (const found of client.hScanIterator(asked.fields, { COUNT: BATCH })) {
      yield found.map(({ field }) => strip(field))
    }
  } else {
    for await (const found of client.scanIterator({ MATCH: asked.match, COUNT: BATCH })) {
      yield asked.field === undefined ? found.map(strip) : await fieldsOf(client, found, asked.field)
    }
  }
}

async function fieldsOf(
  client: RedisClient,
  found: readonly string[],
  field: string,
): Promise<readonly string[]> {
  const values = await Promise.all(found.map((key) => client.hGet(key, field)))
  return values.map((value) => value ?? missing(field))
}

/** What the copy itself cannot answer is told by its server, which never names a value. */
function unanswered(error: unknown): unknown {
  if (error instanceof LifeboatError) return error
  const why = error instanceof Error ? error.message : String(error)
  const refused = error instanceof ErrorReply
  return new LifeboatError({
    code: refused ? 'content-different' : 'connection-lost',
    what: refused
      ? 'redis cannot answer the question for keys'
      : 'the connection to redis was lost while its keys were listed',
    why,
    fix: refused
      ? 'ask members: of a set, fields: of a hash, and field: of keys that are all hashes'
      : "see the server's log, then run again",
    cause: error,
  })
}

function parseQuestion(question: string): Question {
  try {
    return keysSchema.parse(JSON.parse(question))
  } catch (error) {
    throw new LifeboatError({
      code: 'plan-invalid',
      what: 'the question for keys of redis is not as it must be',
      fix: `write ${EXAMPLES}`,
      cause: error,
    })
  }
}

function stripped(key: string, prefix: string): string {
  if (key.startsWith(prefix)) return key.slice(prefix.length)
  throw new LifeboatError({
    code: 'plan-invalid',
    what: 'a key of redis does not begin with what strip: says',
    fix: 'let match: find only keys that begin with it',
  })
}

function missing(field: string): never {
  throw new LifeboatError({
    code: 'plan-invalid',
    what: `a key of redis has no field ${JSON.stringify(field)}`,
    fix: 'let match: find only hashes that have it',
  })
}
