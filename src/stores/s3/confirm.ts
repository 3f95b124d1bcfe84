import type { Receipt } from '../../core/store.ts'
import { digestStream } from '../hashing.ts'
import { StoreError } from '../store-error.ts'
import type { Bucket } from './bucket.ts'
import { readObject } from './read.ts'

/** A checksum as we computed it and as the service says it verified it. */
export interface Confirmation {
  readonly by: 'sha256' | 'sha256-composite'
  readonly expected: string
  readonly confirmed: string | undefined
}

/** The receipt of a written object. A service that confirms no checksum is asked for the bytes again. */
export async function confirmReceipt(
  bucket: Bucket,
  written: Omit<Receipt, 'verifiedBy'>,
  confirmation: Confirmation,
): Promise<Receipt> {
  const { by, expected, confirmed } = confirmation
  if (confirmed === expected) return { ...written, verifiedBy: by }
  if (confirmed !== undefined) throw altered(bucket, written.key)
  const found = await digestStream(await readObject(bucket, written.key))
  if (found.sha256 !== written.sha256) throw altered(bucket, written.key)
  return { ...written, verifiedBy: 'read-back' }
}

function altered(bucket: Bucket, key: string): StoreError {
  return new StoreError('permanent', {
    code: 'volume-altered',
    what: `${bucket.location} holds other bytes as ${key} than were sent`,
    fix: 'Check the service and the proxies between; the run that wrote it counts as failed and sweep removes the object.',
  })
}
