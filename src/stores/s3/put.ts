import { PutObjectCommand } from '@aws-sdk/client-s3'
import { createHash } from 'node:crypto'
import type { Receipt } from '../../core/store.ts'
import { addressOf, type Bucket, explained, keeping } from './bucket.ts'
import { confirmReceipt } from './confirm.ts'
import { retryConflicts } from './retry.ts'

/** Writes one object by one request, only where none is. */
export async function putObject(
  bucket: Bucket,
  key: string,
  body: { readonly bytes: Uint8Array; readonly signal?: AbortSignal | undefined },
): Promise<Receipt> {
  const sha256 = createHash('sha256').update(body.bytes).digest()
  const attempt = { doing: `Writing ${key} to`, location: bucket.location, key }
  const answer = await explained(attempt, () =>
    retryConflicts(() =>
      bucket.client.send(
        new PutObjectCommand({
          ...addressOf(bucket, key),
          ...keeping(bucket),
          Body: body.bytes,
          ChecksumSHA256: sha256.toString('base64'),
          IfNoneMatch: '*',
        }),
        body.signal === undefined ? {} : { abortSignal: body.signal },
      ),
    ),
  )
  return await confirmReceipt(
    bucket,
    { key, bytes: body.bytes.length, sha256: sha256.toString('hex') },
    { by: 'sha256', expected: sha256.toString('base64'), confirmed: answer.ChecksumSHA256 },
  )
}
