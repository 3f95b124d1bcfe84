import type { Check, EngineContext } from '../../core/engine.ts'
import { LifeboatError } from '../../core/errors.ts'
import { openClient, type RedisClient, type RedisConnection } from './connection.ts'
import { keyspaces, readInfo } from './info.ts'
import { requireReadOnly } from './require-read-only.ts'

/** Whether the dump was loaded whole, nothing expired while it was, and the copy takes writes. Leaves it as it was. */
export async function checks(connection: RedisConnection, context: EngineContext): Promise<readonly Check[]> {
  const client = await openClient(connection)
  try {
    const info = await readInfo(client)
    const expired = Number(info.get('rdb_last_load_keys_expired') ?? 0)
    const loaded = Number(info.get('rdb_last_load_keys_loaded') ?? 0)
    const keys = keyspaces(info).reduce((sum, keyspace) => sum + keyspace.keys, 0)
    return [
      check('nothing expired while loading', expired === 0, `${expired} keys expired`),
      check('every loaded key is there', loaded === keys, `${loaded} loaded, ${keys} there`),
      await writeProbe(client, context),
    ]
  } finally {
    client.destroy()
  }
}

async function writeProbe(client: RedisClient, { runId }: EngineContext): Promise<Check> {
  const key = `lifeboat:probe:${runId}`
  await client.configSet('replica-read-only', 'no')
  try {
    const set = await client.set(key, runId, { condition: 'NX' })
    const read = await client.get(key)
    await client.del(key)
    return check('a key can be written', set === 'OK' && read === runId, 'one was written, read and removed')
  } finally {
    await client.configSet('replica-read-only', 'yes')
  }
}

function check(name: string, passed: boolean, detail: string): Check {
  return { name, result: passed ? 'passed' : 'failed', detail }
}

/** Answers one read-only command, words separated by blanks: `DBSIZE`, `EXISTS user:1`. */
export async function ask(connection: RedisConnection, question: string): Promise<string | null> {
  const client = await openClient(connection)
  try {
    const words = question.trim().split(/\s+/)
    await requireReadOnly(client, words)
    const answer: unknown = await client.sendCommand(words).catch(refused)
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

/** What the server does not answer is a wrong question. */
function refused(error: unknown): never {
  throw new LifeboatError({
    code: 'usage-invalid',
    what: 'redis refused the question of an application check',
    why: error instanceof Error ? error.message : String(error),
    cause: error,
  })
}
