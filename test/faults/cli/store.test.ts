import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openCliScene, type CliScene } from '../../support/cli/cli-scene.ts'
import { expectFailure, filesIn, withoutLoss, type Guarded } from '../../support/cli/failed-run.ts'
import type { CliEnd } from '../../support/cli/start-cli.ts'
import { startMinio, type StartedMinio } from '../../support/servers/minio.ts'
import { assumeRole } from '../../support/stores/assume-role.ts'
import { allowAnonymous } from '../../support/stores/bucket-policy.ts'
import { startCuttingProxy, startHeaderDroppingProxy } from '../../support/stores/proxies.ts'
import { BUCKET, rootClient } from '../../support/stores/s3-bucket.ts'
import { mountSmall } from '../../support/stores/small-mount.ts'

const MIB = 2 ** 20

let scene: CliScene

beforeAll(async () => {
  scene = await openCliScene()
})
afterAll(() => scene[Symbol.asyncDispose]())

describe('a store in a folder: exit 7, nothing listed, nothing lost', () => {
  test('ENOSPC', async () => {
    await using small = await mountSmall(5)
    const failed = await backupTwice(small.path, async () => undefined)
    expectFailure(failed, 7, { code: 'store-full', says: /no space left[^]*Free space/i })
  })

  test('store refusing writes: mounted for reading only', async () => {
    await using small = await mountSmall(64)
    const failed = await backupTwice(small.path, () => small.makeReadOnly())
    expectFailure(failed, 7, { code: 'store-refused', says: /read-only[^]*mounted for writing/i })
  })
})

describe('a store in a bucket: nothing listed, nothing lost', () => {
  let minio: StartedMinio

  beforeAll(async () => {
    minio = await startMinio()
    await minio.createBucket(BUCKET)
    await useBucket(minio.endpoint)
    expect((await scene.run(['backup', 'shop'], rootLogin())).exitCode).toBe(0)
  })
  afterAll(() => minio[Symbol.asyncDispose]())

  test('store refusing writes: 403, exit 7', async () => {
    const actions = ['s3:GetObject', 's3:ListBucket']
    const statement = { Effect: 'Allow', Action: actions, Resource: ['arn:aws:s3:::*'] }
    const policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
    const { accessKeyId, secretAccessKey, sessionToken } = await assumeRole(minio, policy)
    await useBucket(minio.endpoint, { sessionToken: { env: 'S3_TOKEN' } })
    const login = { S3_USER: accessKeyId, S3_PASSWORD: secretAccessKey, S3_TOKEN: sessionToken }
    const failed = await backup(login)
    expectFailure(failed, 7, { code: 'store-refused', says: /s3:PutObject/ })
  })

  test('store cut half-way: exit 7', async () => {
    await using proxy = await startCuttingProxy(minio, {
      direction: 'toStore',
      afterBytes: MIB,
      times: Infinity,
    })
    await useBucket(minio.endpoint)
    const failed = await backupBy(proxy.endpoint)
    expectFailure(failed, 7, { code: 'store-unreachable', says: /endpoint/ })
  })

  test('store that ignores create-only: refused by validate, exit 6', async () => {
    await allowAnonymous(minio, ['s3:*'])
    await using proxy = await startHeaderDroppingProxy(minio, ['authorization', 'if-none-match'])
    await useBucket(proxy.endpoint)
    const failed = await withoutLoss(guarded(), () => scene.run(['validate'], rootLogin()))
    expectFailure(failed, 6, { code: 'store-not-create-only', says: /create-only|if-none-match/i })
  })

  function rootLogin(): Record<string, string> {
    return { S3_USER: minio.user, S3_PASSWORD: minio.password }
  }

  function backup(login: Record<string, string>): Promise<CliEnd> {
    const run = (args: readonly string[]): Promise<CliEnd> => scene.run(args, login)
    return withoutLoss({ ...guarded(), run }, () => run(['backup', 'shop']))
  }

  /** What a backup by way of another endpoint leaves, seen past that endpoint. */
  function backupBy(endpoint: string): Promise<CliEnd> {
    return withoutLoss(guarded(), async () => {
      await useBucket(endpoint)
      const end = await scene.run(['backup', 'shop'], rootLogin())
      await useBucket(minio.endpoint)
      return end
    })
  }

  function guarded() {
    return {
      target: 'shop',
      run: (args: readonly string[]) => scene.run(args, rootLogin()),
      contents: objects,
    }
  }

  async function objects(): Promise<ReadonlyMap<string, string>> {
    const client = rootClient(minio)
    try {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: BUCKET }))
      return new Map(Contents.map(({ Key = '', ETag = '' }) => [Key, ETag]))
    } finally {
      client.destroy()
    }
  }
})

/** A backup that succeeds, something that happens to the file system, and a backup that must fail. */
async function backupTwice(path: string, happens: () => Promise<unknown>): Promise<CliEnd> {
  const folder = join(path, 'store')
  await mkdir(folder)
  await scene.configure({ stores: { primary: { type: 'filesystem', path: folder } } })
  expect((await scene.run(['backup', 'shop'])).exitCode).toBe(0)
  await happens()
  const guarded: Guarded = {
    target: 'shop',
    run: (args) => scene.run(args),
    contents: () => filesIn(folder),
  }
  return withoutLoss(guarded, () => scene.run(['backup', 'shop']))
}

function useBucket(endpoint: string, changes: object = {}): Promise<void> {
  const login = { accessKeyId: { env: 'S3_USER' }, secretAccessKey: { env: 'S3_PASSWORD' } }
  const primary = { type: 's3', bucket: BUCKET, prefix: 'lifeboat/', endpoint, ...login, ...changes }
  return scene.configure({ stores: { primary } })
}
