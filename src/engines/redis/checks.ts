import type { Check, EngineContext } from '../../core/engine.ts'
import type { RedisClient, RedisConnection } from './connection.ts'
import { keyspaces, readInfo } from './info.ts'
import { useClient } from './use-client.ts'

/** Whether the dump was loaded whole, nothing expired while it was, and the copy takes writes. Leaves it as it was. */
export function checks(connection: RedisConnection, context: EngineContext): Promise<readonly Check[]> {
  return useClient(connection, context, async (client) => {
    const info = await readInfo(client)
    const expired = Number(info.get('rdb_last_load_keys_expired') ?? 0)
    const loaded = Number(info.get('rdb_last_load_keys_loaded') ?? 0)
    const keys = keyspaces(info).reduce((sum, keyspace) => sum + keyspace.keys, 0)
    return [
      check('nothing expired while loading', expired === 0, `${expired} keys expired`),
      check('every loaded key is there', loaded === keys, `${loaded} loaded, ${keys} there`),
      await writeProbe(client, context),
    ]
  })
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
