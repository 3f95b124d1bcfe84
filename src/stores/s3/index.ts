import type { Readable } from 'node:stream'
import type { Receipt, StoreAddress, StoreAdmin, StoredObject, StoreOpening } from '../../core/store.ts'
import { DeleteObjectCommand } from '@aws-sdk/client-s3'
import { parseSize } from '../../core/units.ts'
import { checkKey } from '../key.ts'
import { abortUploads } from './abort-uploads.ts'
import { addressOf, type Bucket, explained, serverAddress } from './bucket.ts'
import { createClient, revealLogin } from './client.ts'
import { type S3Settings, storeSchema } from './config.ts'
import { listFolders, listObjects } from './list.ts'
import { planParts } from './part-plan.ts'
import { putObject } from './put.ts'
import { headObject, piecesOf, readObject } from './read.ts'
import { serverTime } from './server-time.ts'
import { uploadObject } from './upload.ts'

/** Opens a prefix of a bucket as a store; reveals its login and sends nothing. */
export async function openStore(written: unknown, opening: StoreOpening): Promise<StoreAdmin> {
  const settings = storeSchema.parse(written)
  const prefix =
    settings.prefix === '' || settings.prefix.endsWith('/') ? settings.prefix : `${settings.prefix}/`
  return new S3Store(opening.name, {
    client: await createClient(settings, opening.reveal),
    name: settings.bucket,
    prefix,
    location: locationOf(settings, prefix),
    parts: planParts({ ...settings, partBytes: parseSize(settings.partSize) ?? 0 }),
    maxParts: settings.maxParts,
    settings,
    login: () => revealLogin(settings, opening.reveal),
  })
}

function locationOf(settings: S3Settings, prefix: string): string {
  const address = `s3://${settings.bucket}/${prefix}`
  return settings.endpoint === undefined ? address : `${address} at ${settings.endpoint}`
}

class S3Store implements StoreAdmin {
  readonly name: string
  readonly location: string
  readonly #bucket: Bucket

  constructor(name: string, bucket: Bucket) {
    this.name = name
    this.location = bucket.location
    this.#bucket = bucket
  }

  list(prefix: string): AsyncIterable<StoredObject> {
    return listObjects(this.#bucket, prefix)
  }

  listFolders(prefix: string): AsyncIterable<string> {
    return listFolders(this.#bucket, prefix)
  }

  async read(key: string, range?: { readonly start: number; readonly end: number }): Promise<Readable> {
    return await readObject(this.#bucket, key, range)
  }

  async head(key: string): Promise<StoredObject | undefined> {
    return await headObject(this.#bucket, key)
  }

  async put(key: string, content: Uint8Array): Promise<Receipt> {
    checkKey(key)
    return await putObject(this.#bucket, key, { bytes: content })
  }

  async upload(key: string, content: Readable, signal?: AbortSignal): Promise<Receipt> {
    return await uploadObject(this.#bucket, key, { content, signal })
  }

  async now(): Promise<Date> {
    return await serverTime(this.#bucket)
  }

  async remove(key: string): Promise<void> {
    checkKey(key)
    const attempt = { doing: `Removing ${key} from`, location: this.location, key }
    await explained(attempt, () =>
      this.#bucket.client.send(new DeleteObjectCommand(addressOf(this.#bucket, key))),
    )
  }

  async abortUploads(prefix: string, startedBefore: Date): Promise<readonly string[]> {
    return await abortUploads(this.#bucket, prefix, startedBefore)
  }

  async address(prefix: string): Promise<StoreAddress> {
    return serverAddress(this.#bucket, prefix)
  }

  async pieces(key: string): Promise<readonly number[]> {
    return await piecesOf(this.#bucket, key)
  }

  async close(): Promise<void> {
    this.#bucket.client.destroy()
  }
}
