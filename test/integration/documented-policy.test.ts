import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { StoreAdmin } from '../../src/core/store.ts'
import { assertCreateOnly } from '../../src/stores/assert-create-only.ts'
import { blocksOf } from '../support/docs/blocks.ts'
import { type StartedMinio, startMinio } from '../support/servers/minio.ts'
import { assumeRole } from '../support/stores/assume-role.ts'
import { openBucket } from '../support/stores/s3-bucket.ts'

const BUCKET = 'shop-backups'
/** Enough for an upload in several parts. */
const MANY_BYTES = 20 * 2 ** 20

const [policy, forSweep] = await Promise.all(['json policy', 'json policy for sweep'].map(shown))
const cleanup = new AsyncDisposableStack()

let minio: StartedMinio
let store: StoreAdmin
beforeAll(async () => {
  minio = cleanup.use(await startMinio())
  await minio.createBucket(BUCKET)
  store = await openAs(policy)
})
afterAll(() => cleanup.disposeAsync())

async function shown(kind: string): Promise<unknown> {
  const block = (await blocksOf('docs/stores.md')).find((each) => each.kind === kind)
  return JSON.parse(block?.text ?? '')
}

/** The documented bucket for a login that may do what a policy says. */
async function openAs(allowed: unknown, prefix = 'lifeboat/'): Promise<StoreAdmin> {
  const login = await assumeRole(minio, JSON.stringify(allowed))
  const settings = { bucket: BUCKET, prefix, sessionToken: { env: 'TOKEN' } }
  const secrets = { USER: login.accessKeyId, PASSWORD: login.secretAccessKey, TOKEN: login.sessionToken }
  const opened = await openBucket(minio, settings, secrets)
  cleanup.defer(() => opened.close())
  return opened
}

test('the documented policy lets a backup write, list and read', async () => {
  const content = randomBytes(MANY_BYTES)
  await store.put('started/orders/1.json', Buffer.from('{}'))
  await store.upload('data/orders/1/0000.0000', Readable.from([content]))
  const keys: string[] = []
  for await (const { key } of store.list('data/')) keys.push(key)
  expect(keys).toEqual(['data/orders/1/0000.0000'])
  expect((await buffer(await store.read('data/orders/1/0000.0000'))).equals(content)).toBe(true)
  expect((await store.now()).getTime()).toBeGreaterThan(0)
})

test('it lets validate probe the store', async () => {
  await expect(assertCreateOnly(store, { bytes: randomBytes })).resolves.toBeUndefined()
})

test('it lets nobody delete, nor write outside the prefix', async () => {
  await expect(store.remove('started/orders/1.json')).rejects.toMatchObject({ code: 'store-refused' })
  const outside = await openAs(policy, 'elsewhere/')
  await expect(outside.put('1', Buffer.from('1'))).rejects.toMatchObject({ code: 'store-refused' })
})

test('with what is documented for sweep it lets sweep delete', async () => {
  const { Version, Statement } = policy as { Version: string; Statement: unknown[] }
  const sweeping = await openAs({ Version, Statement: [...Statement, ...(forSweep as unknown[])] })
  await expect(sweeping.abortUploads('data/', new Date())).resolves.toEqual([])
  await sweeping.remove('started/orders/1.json')
  expect(await sweeping.head('started/orders/1.json')).toBeUndefined()
  await expect(store.abortUploads('data/', new Date())).rejects.toMatchObject({ code: 'store-refused' })
})
