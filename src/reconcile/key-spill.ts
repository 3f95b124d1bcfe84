import { hash } from 'node:crypto'
import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { explainNoSpace } from '../runtime/no-space.ts'

/** Keys are known by so many bytes of their SHA-256. */
const DIGEST_BYTES = 16
export const PARTITIONS = 2048
const BLOCK_BYTES = 4096

/** Written blocks of one partition. */
interface Block {
  readonly at: number
  readonly bytes: number
}

/**
 * The digests of one side's keys in a file, in partitions by their first bits: whatever the number of keys, memory holds one block
 * of each partition while they come, and one partition when they are compared. The file has no name, so that it is gone with this
 * process, also with one that is killed.
 */
export class KeySpill implements Disposable {
  readonly #file: number
  readonly #buffers = Buffer.alloc(PARTITIONS * BLOCK_BYTES)
  readonly #filled = new Uint16Array(PARTITIONS)
  readonly #blocks: Block[][] = Array.from({ length: PARTITIONS }, () => [])
  #size = 0

  /** `path` must not exist. */
  constructor(path: string) {
    this.#file = openSync(path, 'wx+', 0o600)
    rmSync(path)
  }

  /** Throws `disk-full` where the disk is. */
  add(key: string): void {
    // As a string: a million small buffers would be memory outside the heap, which is collected late.
    const digest = hash('sha256', key, 'binary')
    const partition = (digest.charCodeAt(0) << 3) | (digest.charCodeAt(1) >> 5)
    const filled = this.#filled[partition] ?? 0
    this.#buffers.write(digest, partition * BLOCK_BYTES + filled, DIGEST_BYTES, 'latin1')
    this.#filled[partition] = filled + DIGEST_BYTES
    if (filled + DIGEST_BYTES === BLOCK_BYTES) this.#flush(partition)
  }

  /** The different digests of one partition, each as a text of as many characters as it has bytes. */
  read(partition: number): Set<string> {
    this.#flush(partition)
    const found = new Set<string>()
    for (const { at, bytes } of this.#blocks[partition] ?? []) {
      const block = Buffer.alloc(bytes)
      if (readSync(this.#file, block, 0, bytes, at) !== bytes)
        throw new Error('keys that were written are not there')
      for (let from = 0; from < bytes; from += DIGEST_BYTES) {
        found.add(block.toString('latin1', from, from + DIGEST_BYTES))
      }
    }
    return found
  }

  #flush(partition: number): void {
    const bytes = this.#filled[partition] ?? 0
    if (bytes === 0) return
    const from = partition * BLOCK_BYTES
    this.#write(this.#buffers.subarray(from, from + bytes))
    this.#blocks[partition]?.push({ at: this.#size, bytes })
    this.#size += bytes
    this.#filled[partition] = 0
  }

  /** A disk that is nearly full takes a part of a write and refuses the next one. */
  #write(block: Uint8Array): void {
    try {
      for (let done = 0; done < block.length;) {
        done += writeSync(this.#file, block, done, block.length - done, this.#size + done)
      }
    } catch (error) {
      throw explainNoSpace(error)
    }
  }

  [Symbol.dispose](): void {
    closeSync(this.#file)
  }
}
