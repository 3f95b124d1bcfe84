import { SocketTimeoutError } from '@redis/client'
import { LifeboatError } from '../../core/errors.ts'
import { cancelled } from '../../runtime/cancelled.ts'
import { wordsOf } from '../../runtime/server-failure.ts'
import { addressOf, openClient, type Patience, type RedisClient, type RedisConnection } from './connection.ts'
import { SILENCE_MS } from './silence.ts'

export interface Use extends Patience {
  /** Default: the first. */
  readonly database?: number
}

/** Logs in, uses the client and ends it. Throws as `openClient`, `cancelled` or `connection-lost`, and what the use itself throws. */
export async function useClient<T>(
  connection: RedisConnection,
  { database, ...patience }: Use,
  use: (client: RedisClient) => Promise<T>,
): Promise<T> {
  const client = await openClient(connection, database, patience)
  try {
    return await use(client)
  } catch (error) {
    if (patience.signal?.aborted === true) throw cancelled(patience.signal)
    throw client.isReady || error instanceof LifeboatError ? error : lost(error, connection, patience)
  } finally {
    client.destroy()
  }
}

function lost(
  error: unknown,
  connection: RedisConnection,
  { silenceMs = SILENCE_MS }: Patience,
): LifeboatError {
  const silent = error instanceof SocketTimeoutError
  return new LifeboatError({
    code: 'connection-lost',
    what: `the connection to redis at ${addressOf(connection)} was lost`,
    why: silent ? `the server was silent for ${silenceMs / 1000} s` : wordsOf(error),
    fix: "see the server's log, then run again",
    cause: error,
  })
}
