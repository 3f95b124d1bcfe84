import { createHash } from 'node:crypto'
import type { Readable } from 'node:stream'
import { cutBlocks } from '../../runtime/blocks.ts'
import { sha256Hex } from '../hashing.ts'
import { uploadCancelled } from '../store-error.ts'
import { explained } from './failure.ts'
import type { Written } from './read-back.ts'
import type { Fill } from './write-new.ts'

// One block is written while the next one fills; a pipe's own 64 KiB at a time takes a third longer.
const BLOCKS = { blockBytes: 1 << 20, blockCount: 2 }

/** Writes a few bytes. */
export function fillWith(key: string, content: Uint8Array): Fill {
  return async (file) => {
    await explained(`Writing ${key}`, () => file.writeFile(content))
    return { bytes: content.length, sha256: sha256Hex(content) }
  }
}

/** Writes a stream to its end. The source's own failure passes as it is; an abort is `cancelled`. */
export function fillFrom(key: string, content: Readable, signal: AbortSignal | undefined): Fill {
  return async (file, reached) => {
    let writtenBytes = 0
    const write = async (block: Uint8Array): Promise<void> => {
      await explained(`Writing ${key}`, () => file.writeFile(block))
      reached((writtenBytes += block.length))
    }
    try {
      return await writeBlocks(content, write)
    } catch (error) {
      throw signal?.aborted === true ? uploadCancelled(key, signal.reason) : error
    }
  }
}

async function writeBlocks(content: Readable, write: (block: Uint8Array) => Promise<void>): Promise<Written> {
  const hash = createHash('sha256')
  let bytes = 0
  let writing: Promise<void> = Promise.resolve()
  try {
    for await (const block of cutBlocks(content, BLOCKS)) {
      hash.update(block.bytes)
      bytes += block.bytes.length
      await writing
      writing = write(block.bytes).then(block.release)
      // Awaited above or below; until then a failure must not count as unhandled.
      writing.catch(() => content.destroy())
    }
  } catch (error) {
    await writing
    throw error
  }
  await writing
  return { bytes, sha256: hash.digest('hex') }
}
