import { randomBytes } from 'node:crypto'
import { Readable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { inspect } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createReveal } from '../../../src/config/reveal-secret.ts'
import type { StoreAdmin } from '../../../src/core/store.ts'
import { systemClock } from '../../../src/runtime/clock.ts'
import { openStore } from '../../../src/stores/s3/index.ts'
import { sha256Hex } from '../../../src/evidence/canonical.ts'
import { startExpiringProxy } from '../../support/github/oidc/expiring-proxy.ts'
import { ROLE, startFakeIdentity, type FakeIdentity } from '../../support/github/oidc/fake-identity.ts'
import { startMinio, type StartedMinio } from '../../support/servers/minio.ts'
import { digestOf } from '../../support/stores/contents.ts'
import { BUCKET } from '../../support/stores/s3-bucket.ts'

const RENEWED_AFTER_MS = 1000
const PART = 5 * 2 ** 20

let minio: StartedMinio
beforeAll(async () => {
  minio = await startMinio()
  await minio.createBucket(BUCKET)
})
afterAll(() => minio[Symbol.asyncDispose]())

function open(
  identity: FakeIdentity,
  endpoint: string,
  environment: Readonly<Record<string, string>> = identity.environment,
): Promise<StoreAdmin> {
  const credentials = { role: ROLE, endpoint: identity.url }
  const written = {
    type: 's3',
    bucket: BUCKET,
    endpoint,
    region: minio.region,
    partSize: '5MiB',
    credentials,
  }
  const reveal = createReveal({ environment, directory: '/', allowCommands: false })
  return openStore(written, { name: 'primary', reveal, clock: systemClock })
}

describe('a role taken on by the identity of the run', () => {
  test('is renewed in the middle of an upload that outlives its login', async () => {
    await using identity = await startFakeIdentity(minio, RENEWED_AFTER_MS)
    await using proxy = await startExpiringProxy(minio, identity.logins)
    const store = await open(identity, proxy.endpoint)
    const content = randomBytes(8 * PART)
    const slowly = async function* (): AsyncGenerator<Buffer> {
      for (let at = 0; at < content.length; at += PART) {
        yield content.subarray(at, at + PART)
        await sleep(700)
      }
    }

    const receipt = await store.upload('outlived', Readable.from(slowly()))

    expect(receipt).toMatchObject({ bytes: content.length, sha256: sha256Hex(content) })
    expect(new Set(proxy.partKeys).size).toBeGreaterThan(1)
    expect(await digestOf(store, 'outlived')).toBe(sha256Hex(content))
    await store.close()
  })

  test('asks the issuer again after an outage of a moment', async () => {
    await using identity = await startFakeIdentity(minio, 60_000)
    identity.outages.push(503, 500)
    const store = await open(identity, minio.endpoint)
    await store.put('after-outage', Buffer.from('1'))
    expect(identity.logins).toHaveLength(1)
    await store.close()
  })

  test.each([
    ['a job without id-token: write', 'secret-missing', /id-token: write/],
    ['a role that does not trust this repository', 'store-refused', /trust policy.*sub/],
    ['an issuer that does not answer', 'store-unreachable', /ACTIONS_ID_TOKEN_REQUEST_URL/],
  ])('%s: the fix is named, no token is', async (name, code, fix) => {
    await using identity = await startFakeIdentity(minio, 60_000)
    if (code === 'store-refused') identity.trust.subject = 'repo:ann/shop:ref:refs/heads/main'
    if (code === 'store-unreachable') identity.outages.push(...Array.from({ length: 50 }, () => 503))
    const store = await open(identity, minio.endpoint, name.startsWith('a job') ? {} : identity.environment)

    const thrown: unknown = await store.put('refused', Buffer.from('1')).catch((error: unknown) => error)

    expect(thrown).toMatchObject({ code, exitCode: 7, fix: expect.stringMatching(fix) })
    const seen = inspect(thrown, { depth: 20, showHidden: true })
    expect(identity.secrets.filter((secret) => seen.includes(secret))).toEqual([])
    await store.close()
  })
})
