import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { Readable } from 'node:stream'
import type { StoredObject } from '../../core/store.ts'
import { checkKey } from '../key.ts'
import { mapStreamErrors } from '../map-stream-errors.ts'
import { addressOf, type Bucket, explained } from './bucket.ts'
import { isAbsent, nameOf, s3Failure } from './failure.ts'

/** The bytes of one object, or of a range of it; past its end there are none. Throws `object-absent`. */
export async function readObject(
  bucket: Bucket,
  key: string,
  range?: { readonly start: number; readonly end: number },
): Promise<Readable> {
  checkKey(key)
  const attempt = { doing: `Reading ${key} from`, location: bucket.location, key }
  const body = await explained(attempt, () => requestBody(bucket, key, range))
  return mapStreamErrors(body, (error) => s3Failure(attempt, error))
}

/** Size and time of one object; undefined when there is none. */
export async function headObject(bucket: Bucket, key: string): Promise<StoredObject | undefined> {
  checkKey(key)
  const attempt = { doing: `Looking at ${key} in`, location: bucket.location, key }
  return await explained(attempt, async () => {
    try {
      const found = await bucket.client.send(new HeadObjectCommand(addressOf(bucket, key)))
      return { key, bytes: found.ContentLength ?? 0, modifiedAt: found.LastModified ?? new Date(0) }
    } catch (error) {
      if (isAbsent(error)) return undefined
      throw error
    }
  })
}

async function requestBody(
  bucket: Bucket,
  key: string,
  range: { readonly start: number; readonly end: number } | undefined,
): Promise<Readable> {
  const isEmpty = range !== undefined && range.end <= range.start
  // Asked for all the same, so that an absent object is told from an empty range.
  const wanted = isEmpty ? { start: range.start, end: range.start + 1 } : range
  try {
    const answer = await bucket.client.send(
      new GetObjectCommand({
        ...addressOf(bucket, key),
        ...(wanted !== undefined && { Range: `bytes=${wanted.start}-${wanted.end - 1}` }),
      }),
    )
    const body = answer.Body as Readable
    if (!isEmpty) return body
    body.destroy()
  } catch (error) {
    if (nameOf(error) !== 'InvalidRange') throw error
  }
  return Readable.from([])
}
