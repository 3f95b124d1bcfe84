import { RESP_TYPES } from '@redis/client'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { openClient, type RedisClient } from '../../../src/engines/redis/connection.ts'
import { ByteReader } from '../../../src/engines/redis/rdb/byte-reader.ts'
import { KeyDigester } from '../../../src/engines/redis/rdb/key-digest.ts'
import { readPayload } from '../../../src/engines/redis/rdb/payload.ts'
import { mutateExpiry, mutateValue } from '../../support/engines/redis/mutations.ts'
import { fillZoo } from '../../support/engines/redis/zoo.ts'
import { redisKinds } from '../../support/servers/redis-programs.ts'
import { startRedis } from '../../support/servers/redis.ts'

const RUNS = 400

async function readKey(client: RedisClient, key: Buffer) {
  const buffers = client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer })
  const [payload, at] = await Promise.all([buffers.dump(key), client.pExpireTime(key)])
  if (payload === null) return { payload: Buffer.alloc(0), at, digest: 'absent' }
  const { type, body, valkey } = readPayload(payload)
  const entry = { key, type, expiresAt: at < 0 ? undefined : at }
  const { digest } = new KeyDigester('seed').digest(ByteReader.ofBytes(body), entry, valkey)
  return { payload, at, digest }
}

test.each(redisKinds)(
  'every change of a single value or expiry in %s changes the digest, and undoing it gives it back',
  async (kind) => {
    await using server = await startRedis({ kind })
    const connection = { host: server.host, port: server.port }
    await fillZoo(connection, kind)
    const client = await openClient(connection)
    try {
      const keys = await client.withTypeMapping({ [RESP_TYPES.BLOB_STRING]: Buffer }).keys('*')
      const digests = new Set<string>()
      for (const key of keys) digests.add((await readKey(client, key)).digest)
      expect(digests.size).toBe(keys.length)
      const choices = fc.record({
        key: fc.nat(keys.length - 1),
        expiry: fc.boolean(),
        picks: fc.array(fc.nat(), { minLength: 4, maxLength: 4 }),
      })
      await fc.assert(
        fc.asyncProperty(choices, async ({ key: index, expiry, picks }) => {
          const key = keys[index] ?? Buffer.alloc(0)
          const remaining = [...picks]
          const pick = (bound: number): number => (remaining.pop() ?? 0) % Math.max(1, bound)
          const before = await readKey(client, key)
          const change = await (expiry ? mutateExpiry : mutateValue)(client, key, pick)
          const after = await readKey(client, key)
          await client.sendCommand([
            'RESTORE',
            key,
            String(Math.max(0, before.at)),
            before.payload,
            'ABSTTL',
            'REPLACE',
          ])
          expect({ change, digest: after.digest }).not.toEqual({ change, digest: before.digest })
          expect({ change, digest: (await readKey(client, key)).digest }).toEqual({
            change,
            digest: before.digest,
          })
        }),
        { numRuns: RUNS },
      )
    } finally {
      client.destroy()
    }
  },
)
