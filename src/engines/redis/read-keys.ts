import { RESP_TYPES } from '@redis/client'
import type { RedisClient } from './connection.ts'
import type { RawLink } from './raw-link.ts'

/** A key of a live server with its value. */
export interface SourceKey {
  readonly key: Buffer
  /** As DUMP gives it. */
  readonly value: Buffer
  readonly expiresAt: number | undefined
}

export interface KeysRequest {
  /** Lists keys, in the database that `link` has selected too. */
  readonly client: RedisClient
  readonly link: RawLink
  readonly atOnce: number
  /** False where no key of the database expires. */
  readonly expires: boolean
}

/** Reads every key of a database, in batches. */
export async function* readKeys(request: KeysRequest): AsyncGenerator<readonly SourceKey[]> {
  const { link, atOnce, expires } = request
  const client = request.client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer })
  let cursor: string | Buffer = '0'
  do {
    const found: { cursor: string | Buffer; keys: Buffer[] } = await client.scan(cursor, { COUNT: atOnce })
    cursor = found.cursor
    const dumps = found.keys.map((key) => ['DUMP', key])
    const instants = expires ? found.keys.map((key) => ['PEXPIRETIME', key]) : []
    const replies = await link.exchange([...dumps, ...instants])
    yield found.keys.flatMap((key, index) => {
      const value = replies[index]
      const at = replies[found.keys.length + index]
      // A key that went away meanwhile was expired or removed, which the offset tells.
      if (!Buffer.isBuffer(value)) return []
      return [{ key, value, expiresAt: typeof at === 'number' && at >= 0 ? at : undefined }]
    })
  } while (cursor.toString() !== '0')
}
