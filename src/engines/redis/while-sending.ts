import type { RedisConnection } from './connection.ts'
import { useClient } from './use-client.ts'

/** Nobody listens there. */
export const DEAD_PORT = ['127.0.0.1', '1'] as const

/**
 * Lets a throw-away server send a dump, which a replica without its master may not: for that long it is a master that
 * lets nothing expire.
 */
export async function whileSending<T>(
  connection: RedisConnection,
  signal: AbortSignal,
  send: () => Promise<T>,
): Promise<T> {
  if (connection.throwAway !== true) return send()
  return useClient(connection, { signal }, async (client) => {
    await client.sendCommand(['DEBUG', 'SET-ACTIVE-EXPIRE', '0'])
    await client.sendCommand(['REPLICAOF', 'NO', 'ONE'])
    try {
      return await send()
    } finally {
      await client.sendCommand(['REPLICAOF', ...DEAD_PORT])
    }
  })
}
