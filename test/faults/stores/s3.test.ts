import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type ErrorCode, LifeboatError } from '../../../src/core/errors.ts'
import { assertCreateOnly } from '../../../src/stores/assert-create-only.ts'
import { withRetries } from '../../../src/stores/wrap/with-retries.ts'
import { findFreePort } from '../../support/servers/free-port.ts'
import { type StartedMinio, startMinio } from '../../support/servers/minio.ts'
import { allowAnonymous } from '../../support/stores/bucket-policy.ts'
import { bytesOf, digestOf, keysOf, textOf } from '../../support/stores/contents.ts'
import {
  startCuttingProxy,
  startHeaderDroppingProxy,
  startSilentServer,
} from '../../support/stores/proxies.ts'
import { BUCKET, everythingIn, openBucket } from '../../support/stores/s3-bucket.ts'

const MIB = 2 ** 20
const QUICK = { retries: 3, firstDelayMs: 10, maxMs: 20_000 }
const ANONYMOUS = ['authorization']
const random = { bytes: (length: number) => crypto.getRandomValues(new Uint8Array(length)) }

describe('an S3 store that fails', () => {
  let minio: StartedMinio
  beforeAll(async () => {
    minio = await startMinio()
    await minio.createBucket(BUCKET)
  })
  afterAll(() => minio[Symbol.asyncDispose]())
  afterEach(async () => {
    const left = await everythingIn(minio)
    const unfinished = left.filter((key) => key.startsWith('unfinished'))
    if (unfinished.length > 0) throw new Error(`left behind: ${unfinished.join(', ')}`)
  })

  test('ignores create-only: validate’s probe refuses it', async () => {
    await allowAnonymous(minio, ['s3:*'])
    await using proxy = await startHeaderDroppingProxy(minio, [...ANONYMOUS, 'if-none-match'])
    const store = await openBucket(minio, { endpoint: proxy.endpoint })
    const error = await failureOf(assertCreateOnly(store, random))
    expectAdvice(error, 'store-not-create-only', /conditional writes/)
    expect(await keysOf(store, 'probes/')).toEqual([])
  })

  test('ignores create-only only where an upload is completed: the probe refuses it too', async () => {
    await allowAnonymous(minio, ['s3:*'])
    // Every request but these loses its login too, so that all are anonymous.
    await using completing = await startHeaderDroppingProxy(minio, ['if-none-match'], 'POST')
    const { hostname: host, port } = new URL(completing.endpoint)
    await using proxy = await startHeaderDroppingProxy({ host, port: Number(port) }, ANONYMOUS)
    const store = await openBucket(minio, { endpoint: proxy.endpoint })
    expectAdvice(
      await failureOf(assertCreateOnly(store, random)),
      'store-not-create-only',
      /conditional writes/,
    )
    expect(await keysOf(store, 'probes/')).toEqual([])
  })

  test('lets this login only read: reading works, every write is refused with what to allow', async () => {
    await (await openBucket(minio)).put('there', Buffer.from('x'))
    await allowAnonymous(minio, ['s3:GetObject', 's3:ListBucket'])
    await using proxy = await startHeaderDroppingProxy(minio, ANONYMOUS)
    const store = withRetries(await openBucket(minio, { endpoint: proxy.endpoint }), QUICK)
    expect(await textOf(store, 'there')).toBe('x')
    for (const length of [10, 20 * MIB]) {
      const error = await failureOf(store.upload('refused', bytesOf(length).content))
      expectAdvice(error, 'store-refused', /s3:PutObject/)
    }
    expectAdvice(await failureOf(store.put('refused', Buffer.from('x'))), 'store-refused', /s3:PutObject/)
    expectAdvice(await failureOf(store.remove('there')), 'store-refused', /s3:DeleteObject/)
    expectAdvice(await failureOf(assertCreateOnly(store, random)), 'store-refused', /s3:PutObject/)
    expect(await store.head('refused')).toBeUndefined()
    expect(await textOf(store, 'there')).toBe('x')
  })

  test('lets this login write but not remove: the probe passes and stays', async () => {
    await allowAnonymous(minio, ['s3:GetObject', 's3:ListBucket', 's3:PutObject', 's3:AbortMultipartUpload'])
    await using proxy = await startHeaderDroppingProxy(minio, ANONYMOUS)
    const store = await openBucket(minio, { endpoint: proxy.endpoint })
    await assertCreateOnly(store, random)
    expect(await keysOf(store, 'probes/')).toHaveLength(1)
  })

  test('absent and forbidden are told apart', async () => {
    await allowAnonymous(minio, ['s3:PutObject'])
    await using proxy = await startHeaderDroppingProxy(minio, ANONYMOUS)
    const blind = await openBucket(minio, { endpoint: proxy.endpoint })
    await expect(blind.read('no/such')).rejects.toMatchObject({ code: 'store-refused' })
    await expect(blind.head('no/such')).rejects.toMatchObject({ code: 'store-refused' })
    await expect((await openBucket(minio)).read('no/such')).rejects.toMatchObject({ code: 'object-absent' })
  })

  test.each([
    ['unknown user', { USER: 'nobody' }],
    ['wrong password', { PASSWORD: 'wrong-password' }],
  ])('refuses the login: %s', async (_, login) => {
    const store = withRetries(await openBucket(minio, {}, login), QUICK)
    const error = await failureOf(store.put('key', Buffer.from('x')))
    expectAdvice(error, 'store-refused', /accessKeyId and secretAccessKey/)
    expect(JSON.stringify(error) + error.message).not.toContain('wrong-password')
  })

  test('has no such bucket', async () => {
    const store = await openBucket(minio, { bucket: 'no-such-bucket' })
    expectAdvice(await failureOf(keysOf(store, '')), 'store-unreachable', /Create the bucket/)
    expectAdvice(
      await failureOf(store.put('key', Buffer.from('x'))),
      'store-unreachable',
      /Create the bucket/,
    )
  })

  test('is not there', async () => {
    const endpoint = `http://127.0.0.1:${await findFreePort()}`
    const store = withRetries(await openBucket(minio, { endpoint }), QUICK)
    const steps = [
      () => store.put('key', Buffer.from('x')),
      () => store.upload('key', bytesOf(20 * MIB).content),
      () => store.now(),
      () => keysOf(store, ''),
    ]
    for (const step of steps) expectAdvice(await failureOf(step()), 'store-unreachable', /endpoint/)
  })

  test('never answers: given up after the configured timeout', async () => {
    await using silent = await startSilentServer()
    const store = await openBucket(minio, { endpoint: silent.endpoint, timeout: '1s' })
    expectAdvice(await failureOf(keysOf(store, '')), 'store-unreachable', /endpoint/)
    expect(silent.connections()).toBeGreaterThan(0)
  })

  test('is cut half-way through an upload for good: the upload fails and nothing is visible', async () => {
    await using proxy = await startCuttingProxy(minio, {
      direction: 'toStore',
      afterBytes: 20 * MIB,
      times: Infinity,
    })
    const store = await openBucket(minio, { endpoint: proxy.endpoint })
    const error = await failureOf(store.upload('cut/for-good', bytesOf(40 * MIB).content))
    expectAdvice(error, 'store-unreachable', /endpoint/)
    const direct = await openBucket(minio)
    expect(await direct.head('cut/for-good')).toBeUndefined()
    const later = new Date(Date.now() + 60_000)
    expect(await direct.abortUploads('cut/', later)).toEqual(['cut/for-good'])
  })

  test('is cut half-way through an upload once: the upload goes on', async () => {
    await using proxy = await startCuttingProxy(minio, {
      direction: 'toStore',
      afterBytes: 20 * MIB,
      times: 1,
    })
    const store = await openBucket(minio, { endpoint: proxy.endpoint })
    const { content, sha256 } = bytesOf(40 * MIB)
    expect(await store.upload('cut/once', content)).toMatchObject({ sha256, verifiedBy: 'sha256-composite' })
    expect(await digestOf(await openBucket(minio), 'cut/once')).toBe(sha256)
  })

  test('is cut half-way through a read: fails alone, goes on with retries', async () => {
    const { content, sha256 } = bytesOf(30 * MIB)
    await (await openBucket(minio)).upload('cut/read', content)
    const cut = { direction: 'fromStore', afterBytes: 10 * MIB, times: 2 } as const
    await using proxy = await startCuttingProxy(minio, cut)
    const store = await openBucket(minio, { endpoint: proxy.endpoint })
    await expect(digestOf(store, 'cut/read')).rejects.toMatchObject({
      code: 'store-unreachable',
      kind: 'transient',
    })
    expect(await digestOf(withRetries(store, QUICK), 'cut/read')).toBe(sha256)
  })
})

async function failureOf(step: Promise<unknown>): Promise<LifeboatError> {
  const error: unknown = await step.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).toBeInstanceOf(LifeboatError)
  return error as LifeboatError
}

function expectAdvice(error: LifeboatError, code: ErrorCode, fix: RegExp): void {
  expect(error).toMatchObject({ code })
  expect(error.fix).toMatch(fix)
}
