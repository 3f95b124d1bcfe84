import { openClient, type RedisConnection } from './connection.ts'

/** Nobody listens there. */
export const DEAD_PORT = ['127.0.0.1', '1'] as const

/**
 * Lets a throw-away server send a dump, which a replica without its master may not: for that long it is a master that
 * lets nothing expire.
 */
export async function whileSending<T>(connection: RedisConnection, send: () => Promise<T>): Promise<T> {
  if (connection.throwAway !== true) return send()
  const client = await openClient(connection)
  try {
    await client.sendCommand(['DEBUG', 'SET-ACTIVE-EXPIRE', '0'])
    await client.sendCommand(['REPLICAOF', 'NO', 'ONE'])
    try {
      return await send()
    } finally {
      await client.sendCommand(['REPLICAOF', ...DEAD_PORT])
    }
  } finally {
    client.destroy()
  }
}
