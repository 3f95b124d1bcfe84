import type { Check } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { openClient, type RedisConnection } from './connection.ts'
import { readInfo } from './info.ts'

/** Whether the dump was loaded whole and nothing expired while it was. */
export async function checks(connection: RedisConnection): Promise<readonly Check[]> {
  const client = await openClient(connection)
  try {
    const info = await readInfo(client, 'persistence')
    const expired = Number(info.get('rdb_last_load_keys_expired') ?? 0)
    return [
      {
        name: 'nothing expired while loading',
        result: expired === 0 ? 'passed' : 'failed',
        detail: `${expired} keys expired`,
      },
    ]
  } finally {
    client.destroy()
  }
}

/** Answers one read-only command, words separated by blanks: `DBSIZE`, `EXISTS user:1`. */
export async function ask(connection: RedisConnection, question: string): Promise<string | null> {
  const client = await openClient(connection)
  try {
    const answer: unknown = await client.sendCommand(question.trim().split(/\s+/)).catch(refused)
    if (answer === null || typeof answer === 'string' || typeof answer === 'number') {
      return answer === null ? null : String(answer)
    }
    throw new LifeboatError({
      code: 'usage-invalid',
      what: 'an application check must have one value as its answer',
    })
  } finally {
    client.destroy()
  }
}

/** A replica refuses every command that writes, so a question cannot change what is being checked. */
function refused(error: unknown): never {
  throw new LifeboatError({
    code: 'usage-invalid',
    what: 'redis refused the question of an application check',
    why: error instanceof Error ? error.message : String(error),
    cause: error,
  })
}
