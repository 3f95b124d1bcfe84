import type { RedisConnection } from './connection.ts'
import { RawLink } from './raw-link.ts'

export interface StreamRange {
  /** The replication id. */
  readonly history: string
  /** The offset of the first byte. */
  readonly from: number
  readonly bytes: number
  readonly signal: AbortSignal
}

/**
 * The names of the commands in a range of what the server sends its replicas; undefined when the server does not go on
 * from there. The range must lie in the backlog: elsewhere the server would begin a dump for this reader.
 */
export async function commandsSince(
  connection: RedisConnection,
  { history, from, bytes, signal }: StreamRange,
): Promise<readonly string[] | undefined> {
  await using link = await RawLink.open(connection, signal)
  const answer = await link.ask(['PSYNC', history, String(from)])
  if (!answer.startsWith('+CONTINUE')) return undefined
  let received = Buffer.alloc(0)
  while (received.length < bytes) {
    const chunk = await link.next()
    if (chunk === undefined) return undefined
    received = Buffer.concat([received, chunk])
  }
  return commandNames(received.subarray(0, bytes))
}

/** The first word of each command; undefined when the bytes do not end with a command. */
export function commandNames(stream: Buffer): readonly string[] | undefined {
  const names: string[] = []
  let at = 0
  const number = (mark: string): number => {
    const end = stream.indexOf('\r\n', at)
    const found = end > at && stream.toString('latin1', at, at + 1) === mark
    const value = found ? Number(stream.toString('latin1', at + 1, end)) : Number.NaN
    at = end + 2
    return value
  }
  while (at < stream.length) {
    const words = number('*')
    for (let word = 0; word < words; word += 1) {
      const length = number('$')
      if (word === 0) names.push(stream.toString('latin1', at, at + length).toUpperCase())
      at += length + 2
    }
    if (!(words > 0 && at <= stream.length)) return undefined
  }
  return names
}
