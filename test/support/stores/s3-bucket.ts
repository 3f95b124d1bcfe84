import { ListMultipartUploadsCommand, ListObjectsV2Command, S3Client } from '@aws-sdk/client-s3'
import { Secret, type SecretReference } from '../../../src/core/secret.ts'
import type { StoreAdmin } from '../../../src/core/store.ts'
import { systemClock } from '../../../src/runtime/clock.ts'
import { openStore } from '../../../src/stores/s3/index.ts'
import type { StartedMinio } from '../servers/minio.ts'

export const BUCKET = 'backups'
const PREFIX = 'lifeboat/'

/** Opens a prefix of the bucket with the server's own login; `settings` come on top of what lifeboat.yaml would say. */
export async function openBucket(
  minio: StartedMinio,
  settings: Readonly<Record<string, unknown>> = {},
  login: Readonly<Record<string, string>> = {},
): Promise<StoreAdmin> {
  const secrets: Readonly<Record<string, string>> = { USER: minio.user, PASSWORD: minio.password, ...login }
  const reveal = async (reference: SecretReference): Promise<Secret> =>
    new Secret('env' in reference ? (secrets[reference.env] ?? '') : '')
  const written = {
    type: 's3',
    bucket: BUCKET,
    prefix: PREFIX,
    endpoint: minio.endpoint,
    accessKeyId: { env: 'USER' },
    secretAccessKey: { env: 'PASSWORD' },
    ...settings,
  }
  return await openStore(written, { name: 'bucket', reveal, clock: systemClock })
}

/** What lies in the bucket as its owner sees it: objects, and after them the keys of unfinished uploads. */
export async function everythingIn(minio: StartedMinio): Promise<string[]> {
  const client = rootClient(minio)
  try {
    const uploads = await client.send(new ListMultipartUploadsCommand({ Bucket: BUCKET }))
    const keys: string[] = []
    let ContinuationToken: string | undefined
    do {
      const page = await client.send(new ListObjectsV2Command({ Bucket: BUCKET, ContinuationToken }))
      keys.push(...(page.Contents ?? []).map(({ Key = '' }) => Key.slice(PREFIX.length)))
      ContinuationToken = page.NextContinuationToken
    } while (ContinuationToken !== undefined)
    return [...keys, ...(uploads.Uploads ?? []).map(({ Key = '' }) => `unfinished ${Key}`)]
  } finally {
    client.destroy()
  }
}

export function rootClient(minio: StartedMinio): S3Client {
  return new S3Client({
    endpoint: minio.endpoint,
    region: minio.region,
    forcePathStyle: true,
    credentials: { accessKeyId: minio.user, secretAccessKey: minio.password },
  })
}
