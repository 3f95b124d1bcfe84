import type { HeadObjectCommandOutput } from '@aws-sdk/client-s3'
import { GetObjectCommand, HeadObjectCommand } from '@aws-sdk/client-s3'
import { Readable } from 'node:stream'
import pLimit from 'p-limit'
import type { StoredObject } from '../../core/store.ts'
import { checkKey } from '../key.ts'
import { mapStreamErrors } from '../map-stream-errors.ts'
import { addressOf, type Bucket, explained } from './bucket.ts'
import { isAbsent, nameOf, s3Failure } from './failure.ts'
import { tagOf } from './list.ts'

const LOOKS_AT_ONCE = 8

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
      const { ContentLength: bytes = 0, LastModified: modifiedAt = new Date(0), ETag } = found
      return { key, bytes, modifiedAt, ...tagOf(ETag) }
    } catch (error) {
      if (isAbsent(error)) return undefined
      throw error
    }
  })
}

/** Bytes of the parts that an object was uploaded in: one for what came by a single request. */
export async function piecesOf(bucket: Bucket, key: string): Promise<readonly number[]> {
  checkKey(key)
  const attempt = { doing: `Looking at ${key} in`, location: bucket.location, key }
  const look = (PartNumber: number): Promise<HeadObjectCommandOutput> =>
    explained(attempt, () =>
      bucket.client.send(new HeadObjectCommand({ ...addressOf(bucket, key), PartNumber })),
    )
  const { PartsCount: count = 1, ContentLength: first = 0 } = await look(1)
  const others = Array.from({ length: count - 1 }, (_, index) => index + 2)
  const sizes = await pLimit(LOOKS_AT_ONCE).map(others, async (part) => (await look(part)).ContentLength ?? 0)
  return [first, ...sizes]
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
