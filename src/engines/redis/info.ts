import type { RedisClient } from './connection.ts'

/** The `key:value` lines of INFO, all sections or one. */
export async function readInfo(
  client: RedisClient,
  section = 'everything',
): Promise<ReadonlyMap<string, string>> {
  const text = await client.info(section)
  const lines = text.split('\r\n').filter((line) => line.includes(':'))
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]))
}

/** One logical database: `db0:keys=10,expires=2,avg_ttl=0`. */
export interface Keyspace {
  readonly number: number
  readonly keys: number
  readonly expires: number
}

/** The databases that hold keys, by number. */
export function keyspaces(info: ReadonlyMap<string, string>): readonly Keyspace[] {
  const found: Keyspace[] = []
  for (const [name, value] of info) {
    const number = /^db(\d+)$/.exec(name)?.[1]
    const match = /^keys=(\d+),expires=(\d+)/.exec(value)
    if (number !== undefined && match !== null)
      found.push({ number: Number(number), keys: Number(match[1]), expires: Number(match[2]) })
  }
  return found.sort((a, b) => a.number - b.number)
}
