import { ErrorReply } from '@redis/client'
import { z } from 'zod'
import type { EngineContext } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import type { RedisConnection } from './connection.ts'
import { requireReadOnly } from './require-read-only.ts'
import { useClient } from './use-client.ts'

/** A command whose words hold blanks, or one for another database. */
const questionSchema = z.strictObject({
  command: z.array(z.string()).min(1),
  database: z.int().nonnegative().default(0),
})

type Question = z.infer<typeof questionSchema>

/**
 * Answers one read-only command: words separated by blanks (`DBSIZE`, `EXISTS user:1`), or as JSON
 * (`{ "database": 3, "command": ["GET", "a key"] }`).
 */
export async function ask(
  connection: RedisConnection,
  question: string,
  { signal }: EngineContext,
): Promise<string | null> {
  const { command, database } = parseQuestion(question)
  // How long an answer takes is the questioner's own affair.
  return useClient(connection, { database, signal, silenceMs: Infinity }, async (client) => {
    await requireReadOnly(client, command)
    const answer: unknown = await client.sendCommand(command).catch(refused)
    if (answer === null || typeof answer === 'string' || typeof answer === 'number') {
      return answer === null ? null : String(answer)
    }
    throw new LifeboatError({
      code: 'usage-invalid',
      what: 'an application check must have one value as its answer',
    })
  })
}

/** What the server does not answer is a wrong question. */
function refused(error: unknown): never {
  if (!(error instanceof ErrorReply)) throw error
  throw new LifeboatError({
    code: 'usage-invalid',
    what: 'redis refused the question of an application check',
    why: error.message,
    cause: error,
  })
}

function parseQuestion(question: string): Question {
  if (!question.trimStart().startsWith('{')) return { command: question.trim().split(/\s+/), database: 0 }
  try {
    return questionSchema.parse(JSON.parse(question))
  } catch (error) {
    throw new LifeboatError({
      code: 'usage-invalid',
      what: 'the question of an application check of redis is not as it must be',
      fix: 'write the words of a command with blanks between, or { "database": 3, "command": ["GET", "a key"] }',
      cause: error,
    })
  }
}
