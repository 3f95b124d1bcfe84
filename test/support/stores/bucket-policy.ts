import { PutBucketPolicyCommand } from '@aws-sdk/client-s3'
import type { StartedMinio } from '../servers/minio.ts'
import { BUCKET, rootClient } from './s3-bucket.ts'

/** Lets requests without a login do exactly these things, such as `s3:GetObject`. */
export async function allowAnonymous(minio: StartedMinio, actions: readonly string[]): Promise<void> {
  const client = rootClient(minio)
  const statement = {
    Effect: 'Allow',
    Principal: { AWS: ['*'] },
    Action: actions,
    Resource: [`arn:aws:s3:::${BUCKET}`, `arn:aws:s3:::${BUCKET}/*`],
  }
  const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [statement] })
  try {
    await client.send(new PutBucketPolicyCommand({ Bucket: BUCKET, Policy }))
  } finally {
    client.destroy()
  }
}
