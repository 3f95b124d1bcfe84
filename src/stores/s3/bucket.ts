import type { PutObjectCommandInput, S3Client, StorageClass } from '@aws-sdk/client-s3'
import type { StoreAddress, StoreLogin } from '../../core/store.ts'
import { checkPrefix } from '../key.ts'
import type { BlockPlan } from '../../runtime/blocks.ts'
import type { S3Settings } from './config.ts'
import { type Attempt, s3Failure } from './failure.ts'

/** An open connection to one prefix of one bucket, with what every request needs to know. */
export interface Bucket {
  readonly client: S3Client
  readonly name: string
  /** Empty, or ends in a slash. */
  readonly prefix: string
  /** For people: `s3://bucket/prefix/`. */
  readonly location: string
  readonly parts: BlockPlan
  readonly maxParts: number
  readonly settings: S3Settings
  /** Its login as configured; undefined where it comes from elsewhere. */
  readonly login: () => Promise<StoreLogin | undefined>
}

/** Bucket and full key of an object, as requests name it. */
export function addressOf(bucket: Bucket, key: string): { readonly Bucket: string; readonly Key: string } {
  return { Bucket: bucket.name, Key: bucket.prefix + key }
}

/** How a server finds a folder of the bucket by itself. */
export function serverAddress({ settings, name, prefix, login }: Bucket, folder: string): StoreAddress {
  checkPrefix(folder)
  const { endpoint, region, forcePathStyle: pathStyle = endpoint !== undefined } = settings
  return {
    kind: 's3',
    ...(endpoint === undefined ? {} : { endpoint }),
    ...(region === undefined ? {} : { region }),
    bucket: name,
    prefix: prefix + folder,
    pathStyle,
    login,
  }
}

/** How new objects are kept, as requests say it. */
export function keeping(
  bucket: Bucket,
): Pick<PutObjectCommandInput, 'StorageClass' | 'ServerSideEncryption' | 'SSEKMSKeyId'> {
  const { storageClass, serverSideEncryption } = bucket.settings
  return {
    StorageClass: storageClass as StorageClass | undefined,
    ServerSideEncryption: serverSideEncryption?.type,
    SSEKMSKeyId: serverSideEncryption?.keyId,
  }
}

/** Runs one step, with its failure explained. */
export async function explained<T>(attempt: Attempt, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    throw s3Failure(attempt, error)
  }
}
