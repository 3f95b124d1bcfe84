import type { ListObjectsV2CommandOutput } from '@aws-sdk/client-s3'
import { ListObjectsV2Command } from '@aws-sdk/client-s3'
import type { StoredObject } from '../../core/store.ts'
import { checkPrefix } from '../key.ts'
import { type Bucket, explained } from './bucket.ts'

/** Every object below `prefix`, in key order. */
export async function* listObjects(bucket: Bucket, prefix: string): AsyncGenerator<StoredObject> {
  for await (const page of listPages(bucket, prefix, undefined)) {
    for (const { Key = '', Size = 0, LastModified, ETag } of page.Contents ?? []) {
      const key = Key.slice(bucket.prefix.length)
      // Consoles make empty objects to show folders; no key of ours ends so.
      if (key !== '' && !key.endsWith('/'))
        yield { key, bytes: Size, modifiedAt: LastModified ?? new Date(0), ...tagOf(ETag) }
    }
  }
}

/** The entity tag without its quotes. */
export function tagOf(etag: string | undefined): { readonly tag?: string } {
  return etag === undefined ? {} : { tag: etag.replaceAll('"', '') }
}

/** The names one level below `prefix`, in order. */
export async function* listFolders(bucket: Bucket, prefix: string): AsyncGenerator<string> {
  for await (const page of listPages(bucket, prefix, '/')) {
    for (const { Prefix = '' } of page.CommonPrefixes ?? []) {
      yield Prefix.slice(bucket.prefix.length + prefix.length, -1)
    }
  }
}

/** The answers of a listing, one after the other, however many the service cuts it into. */
async function* listPages(
  bucket: Bucket,
  prefix: string,
  delimiter: '/' | undefined,
): AsyncGenerator<ListObjectsV2CommandOutput> {
  checkPrefix(prefix)
  const attempt = { doing: `Listing ${prefix}* in`, location: bucket.location }
  let token: string | undefined
  do {
    const page = await explained(attempt, () =>
      bucket.client.send(
        new ListObjectsV2Command({
          Bucket: bucket.name,
          Prefix: bucket.prefix + prefix,
          Delimiter: delimiter,
          ContinuationToken: token,
        }),
      ),
    )
    yield page
    token = page.IsTruncated === true ? page.NextContinuationToken : undefined
  } while (token !== undefined)
}
