import type { Readable } from 'node:stream'
import type { Receipt } from '../../core/store.ts'
import { cutBlocks } from '../../runtime/blocks.ts'
import { checkKey } from '../key.ts'
import { uploadCancelled } from '../store-error.ts'
import { watchSource } from '../watched-source.ts'
import type { Bucket } from './bucket.ts'
import { beginMultipart, type MultipartUpload } from './multipart-upload.ts'
import { putObject } from './put.ts'

/**
 * Streams one object of any size in the memory of a few parts; by one request when it fits into one part.
 * Own code over the client, because lib-storage makes new buffers for every part and keeps the parts' digests to itself:
 * the service's composite checksum could not be compared with ours, nor an abort wait for the parts on their way.
 */
export async function uploadObject(
  bucket: Bucket,
  key: string,
  from: { readonly content: Readable; readonly signal: AbortSignal | undefined },
): Promise<Receipt> {
  checkKey(key)
  const { signal } = from
  const source = watchSource(from.content, signal)
  try {
    return await sendBlocks(bucket, key, { source, signal })
  } catch (error) {
    throw signal?.aborted === true ? uploadCancelled(key, signal.reason) : error
  } finally {
    source.destroy()
  }
}

async function sendBlocks(
  bucket: Bucket,
  key: string,
  from: { readonly source: Readable; readonly signal: AbortSignal | undefined },
): Promise<Receipt> {
  const { source, signal } = from
  let upload: MultipartUpload | undefined
  try {
    for await (const block of cutBlocks(source, bucket.parts)) {
      if (upload === undefined && block.last)
        return await putObject(bucket, key, { bytes: block.bytes, signal })
      upload ??= await beginMultipart(bucket, key, signal)
      // A source that stalls must not keep a failed upload waiting.
      upload.send(block).catch((error: Error) => source.destroy(error))
    }
    if (upload === undefined) throw new Error('a stream was cut into no blocks')
    return await upload.complete()
  } catch (error) {
    await upload?.abort()
    throw upload?.failure ?? error
  }
}
