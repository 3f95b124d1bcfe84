import type { Readable } from 'node:stream'
import { cutBlocks } from '../../runtime/blocks.ts'
import { uploadCancelled } from '../store-error.ts'
import type { CheckedFile } from './checked-file.ts'

// One block is written while the next one fills; a pipe's own 64 KiB at a time takes a third longer.
const BLOCKS = { blockBytes: 1 << 20, blockCount: 2 }

/** Puts an object's content into its file. */
export type Fill = (file: CheckedFile) => Promise<void>

/** Writes a stream to its end. The source's own failure passes as it is; an abort is `cancelled`. */
export function fillFrom(key: string, content: Readable, signal: AbortSignal | undefined): Fill {
  return async (file) => {
    try {
      await appendBlocks(content, file)
    } catch (error) {
      throw signal?.aborted === true ? uploadCancelled(key, signal.reason) : error
    }
  }
}

async function appendBlocks(content: Readable, file: CheckedFile): Promise<void> {
  let writing: Promise<void> = Promise.resolve()
  try {
    for await (const block of cutBlocks(content, BLOCKS)) {
      await writing
      writing = file.append(block.bytes).then(block.release)
      // Awaited above or below; until then a failure must not count as unhandled.
      writing.catch(() => content.destroy())
    }
  } catch (error) {
    await writing
    throw error
  }
  await writing
}
