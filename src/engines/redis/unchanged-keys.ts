import { RESP_TYPES } from '@redis/client'
import type { RedisClient } from './connection.ts'
import { ByteReader } from './rdb/byte-reader.ts'
import { KeyDigester } from './rdb/key-digest.ts'
import { readPayload } from './rdb/payload.ts'

const BATCH_KEYS = 500
const BATCH_BYTES = 4 * 2 ** 20
/** A value is read in one piece; larger ones are left. */
const LARGEST_VALUE_BYTES = 32 * 2 ** 20

export interface KnownKey {
  readonly key: Buffer
  /** Of the key with its value and its expiry, by a `KeyDigester` with an empty seed. */
  readonly digest: string
  /** How large its value is. */
  readonly bytes: number
}

/** Keys of one database that are removed only while they are what they are known to have been. */
export class UnchangedKeys {
  readonly database: number
  readonly #keys: KnownKey[] = []
  #bytes = 0

  constructor(database: number) {
    this.database = database
  }

  get isFull(): boolean {
    return this.#keys.length >= BATCH_KEYS || this.#bytes >= BATCH_BYTES
  }

  add(known: KnownKey): void {
    if (known.bytes > LARGEST_VALUE_BYTES) return
    this.#keys.push(known)
    this.#bytes += known.bytes
  }

  /** In the database that the client has selected. Returns how many are not there any more, or are somebody else's; none where one changes meanwhile. */
  async remove(client: RedisClient): Promise<number> {
    if (this.#keys.length === 0) return 0
    await client.sendCommand(['WATCH', ...this.#keys.map(({ key }) => key)])
    const same = await this.#unchanged(client)
    if (same.length === 0) {
      await client.sendCommand(['UNWATCH'])
      return this.#keys.length
    }
    const commands = [['MULTI'], ['UNLINK', ...same], ['EXEC']]
    const answers = await Promise.all(commands.map((command) => client.sendCommand(command)))
    return answers.at(-1) === null ? 0 : this.#keys.length
  }

  async #unchanged(client: RedisClient): Promise<readonly Buffer[]> {
    const bytes = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer })
    const digester = new KeyDigester('')
    const found = await Promise.all(
      this.#keys.map(({ key }) =>
        Promise.all([
          bytes.sendCommand<Buffer | null>(['DUMP', key]),
          client.sendCommand<number>(['PEXPIRETIME', key]),
        ]),
      ),
    )
    return this.#keys.flatMap(({ key, digest }, index) => {
      const [value, at] = found[index] ?? [null, 0]
      if (value === null) return []
      const { type, body, valkey } = readPayload(value)
      const entry = { key, expiresAt: at < 0 ? undefined : at, type }
      return digester.digest(ByteReader.ofBytes(body), entry, valkey).digest === digest ? [key] : []
    })
  }
}
