import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { withRetries } from '../../../src/stores/wrap/with-retries.ts'
import { type StartedMinio, startMinio } from '../../support/servers/minio.ts'
import { bytesOf, collect, digestOf, keysOf } from '../../support/stores/contents.ts'
import { BUCKET, everythingIn, openBucket } from '../../support/stores/s3-bucket.ts'
import { describeStore, type StoreUnderTest } from './store-contract.ts'

async function open(): Promise<StoreUnderTest & { readonly minio: StartedMinio }> {
  const minio = await startMinio()
  await minio.createBucket(BUCKET)
  const store = await openBucket(minio)
  return {
    minio,
    store,
    everything: () => everythingIn(minio),
    [Symbol.asyncDispose]: async () => {
      await store.close()
      await minio[Symbol.asyncDispose]()
    },
  }
}

describeStore('s3', open)
describeStore('s3 with retries', async () => {
  const under = await open()
  return { ...under, store: withRetries(under.store) }
})

describe('s3 settings', () => {
  let minio: StartedMinio
  beforeAll(async () => {
    minio = await startMinio({ tls: true })
    await minio.createBucket(BUCKET)
  })
  afterAll(() => minio[Symbol.asyncDispose]())

  test('trusts the authority in caFile and no other', async () => {
    const trusting = await openBucket(minio, { caFile: minio.tls!.caFile })
    const { content, sha256 } = bytesOf(20 * 2 ** 20)
    const receipt = await trusting.upload('tls/key', content)
    expect(receipt).toMatchObject({ sha256, verifiedBy: 'sha256-composite' })
    expect(await digestOf(trusting, 'tls/key')).toBe(sha256)
    for (const settings of [{}, { caFile: minio.tls!.strangerCaFile }]) {
      const other = await openBucket(minio, settings)
      await expect(keysOf(other, '')).rejects.toMatchObject({ code: 'store-unreachable', kind: 'permanent' })
    }
  })

  test('keeps objects of other prefixes out of sight', async () => {
    const one = await openBucket(minio, { caFile: minio.tls!.caFile, prefix: 'one' })
    const two = await openBucket(minio, { caFile: minio.tls!.caFile, prefix: 'one-two/' })
    await one.put('key', Buffer.from('1'))
    await two.put('key', Buffer.from('2'))
    expect(await keysOf(one, '')).toEqual(['key'])
    expect(await collect(one.listFolders(''))).toEqual([])
  })
})
