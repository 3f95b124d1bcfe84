import type { Readable } from 'node:stream'
import { LifeboatError } from '../core/errors.ts'
import { KEYS, type Volume } from '../core/manifest.ts'
import type { StoreWriter } from '../core/store.ts'
import { pullStream } from '../runtime/pull-stream.ts'
import { ByteCursor } from './byte-cursor.ts'

export interface VolumeRequest {
  readonly store: StoreWriter
  readonly target: string
  readonly id: string
  /** Number of the part in its backup, from 0. */
  readonly index: number
  readonly volumeBytes: number
  readonly signal: AbortSignal
}

/**
 * Stores a stream as objects of `volumeBytes` (the last one shorter), one after the other and none in memory.
 * Always at least one. A failure on either side ends the other.
 */
export async function uploadVolumes(content: Readable, request: VolumeRequest): Promise<readonly Volume[]> {
  const cursor = new ByteCursor(content)
  const volumes: Volume[] = []
  try {
    do {
      volumes.push(await uploadVolume(cursor, volumes.length, request))
    } while (!(await cursor.atEnd()))
    return volumes
  } catch (error) {
    // What the source says went wrong comes before what the store made of it.
    const cause = content.errored ?? error
    content.destroy()
    throw cause
  }
}

async function uploadVolume(cursor: ByteCursor, volume: number, request: VolumeRequest): Promise<Volume> {
  const { store, target, id, index, volumeBytes, signal } = request
  let sentBytes = 0
  const content = pullStream(
    async () => {
      const piece = await cursor.next(volumeBytes - sentBytes)
      sentBytes += piece?.length ?? 0
      return piece
    },
    () => undefined,
  )
  try {
    const key = KEYS.volume(target, id, { part: index, volume })
    const { bytes, sha256, verifiedBy } = await store.upload(key, content, signal)
    if (bytes !== sentBytes) throw shortReceipt(key, { bytes, sentBytes })
    return { key, bytes, sha256, verifiedBy }
  } finally {
    content.destroy()
  }
}

function shortReceipt(
  key: string,
  sizes: { readonly bytes: number; readonly sentBytes: number },
): LifeboatError {
  return new LifeboatError({
    code: 'store-refused',
    what: `the store confirmed ${sizes.bytes} of ${sizes.sentBytes} bytes of ${key}`,
    fix: 'check the store, then run the backup again',
  })
}
