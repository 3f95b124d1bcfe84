import type { ListMultipartUploadsCommandOutput, MultipartUpload } from '@aws-sdk/client-s3'
import { AbortMultipartUploadCommand, ListMultipartUploadsCommand } from '@aws-sdk/client-s3'
import { checkPrefix } from '../key.ts'
import { type Bucket, explained } from './bucket.ts'
import { nameOf } from './failure.ts'

/** Aborts uploads below `prefix` begun before that time; returns their keys. */
export async function abortUploads(bucket: Bucket, prefix: string, startedBefore: Date): Promise<string[]> {
  checkPrefix(prefix)
  const aborted: string[] = []
  for await (const { Key = '', UploadId = '', Initiated } of listUploads(bucket)) {
    if (!Key.startsWith(bucket.prefix + prefix) || Initiated === undefined || Initiated >= startedBefore)
      continue
    const key = Key.slice(bucket.prefix.length)
    await abortUpload(bucket, key, UploadId)
    aborted.push(key)
  }
  return aborted
}

/** Ends an upload without an object and frees its parts; one that is gone already is not an error. */
export async function abortUpload(bucket: Bucket, key: string, uploadId: string): Promise<void> {
  const attempt = { doing: `Aborting the upload of ${key} to`, location: bucket.location, key }
  await explained(attempt, async () => {
    try {
      const address = { Bucket: bucket.name, Key: bucket.prefix + key }
      await bucket.client.send(new AbortMultipartUploadCommand({ ...address, UploadId: uploadId }))
    } catch (error) {
      if (nameOf(error) !== 'NoSuchUpload') throw error
    }
  })
}

/** All unfinished uploads of the bucket: MinIO understands a prefix here only when it is a whole key. */
async function* listUploads(bucket: Bucket): AsyncGenerator<MultipartUpload> {
  const attempt = { doing: 'Listing unfinished uploads in', location: bucket.location }
  let page: ListMultipartUploadsCommandOutput | undefined
  do {
    const { NextKeyMarker: KeyMarker, NextUploadIdMarker: UploadIdMarker } = page ?? {}
    const request = { Bucket: bucket.name, KeyMarker, UploadIdMarker }
    page = await explained(attempt, () => bucket.client.send(new ListMultipartUploadsCommand(request)))
    yield* page.Uploads ?? []
  } while (page.IsTruncated === true)
}
