import { createHash } from 'node:crypto'
import type { Tampering } from '../../core/engine.ts'
import { openClient, type RedisConnection } from './connection.ts'
import { KEYSPACE } from './fingerprint.ts'
import { keyspaces, readInfo } from './info.ts'

const CANDIDATES = 1000

/** Removes one key chosen by the seed, or adds one where there is none or every one has expired by now and so cannot be reached. */
export async function tamper(connection: RedisConnection, seed: string): Promise<Tampering> {
  const database = await pickDatabase(connection, seed)
  const client = await openClient(connection, database)
  try {
    await client.configSet('replica-read-only', 'no')
    const { keys } = await client.scan('0', { COUNT: CANDIDATES })
    const key = keys[number(`${seed} key`) % Math.max(1, keys.length)]
    if (key === undefined) await client.set(`lifeboat:${seed}`, 'negative control')
    else await client.del(key)
    return { dataset: KEYSPACE, change: key === undefined ? 'one key added' : 'one key removed' }
  } finally {
    client.destroy()
  }
}

async function pickDatabase(connection: RedisConnection, seed: string): Promise<number> {
  const client = await openClient(connection)
  try {
    const databases = keyspaces(await readInfo(client))
    const chosen = databases[number(`${seed} database`) % Math.max(1, databases.length)]
    return chosen === undefined ? 0 : Number(chosen.name.slice(2))
  } finally {
    client.destroy()
  }
}

/** A number that depends on nothing but the seed. */
function number(seed: string): number {
  return createHash('sha256').update(seed).digest().readUInt32BE(0)
}
