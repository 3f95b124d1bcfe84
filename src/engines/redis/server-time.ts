import type { RedisClient } from './connection.ts'

/** Milliseconds since 1970 by the server's clock. */
export async function serverTimeMs(client: RedisClient): Promise<number> {
  const [seconds, microseconds] = (await client.sendCommand(['TIME'])) as unknown as readonly [string, string]
  return Number(seconds) * 1000 + Math.floor(Number(microseconds) / 1000)
}
