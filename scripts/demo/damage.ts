import { cp, open, readdir, stat } from 'node:fs/promises'
import { join, relative } from 'node:path'

/** One flipped bit, for people. */
export interface Damage {
  readonly volume: string
  readonly offset: number
  readonly bytes: number
}

/** Copies a store and flips one bit in the middle of its largest volume. */
export async function damageCopy(store: string, copy: string): Promise<Damage> {
  await cp(store, copy, { recursive: true })
  const volume = await largestFile(join(copy, 'data'))
  await using file = await open(volume, 'r+')
  const { size } = await file.stat()
  const offset = Math.floor(size / 2)
  const byte = Buffer.alloc(1)
  await file.read(byte, 0, 1, offset)
  byte[0] = (byte[0] ?? 0) ^ 1
  await file.write(byte, 0, 1, offset)
  return { volume: relative(copy, volume), offset, bytes: size }
}

async function largestFile(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => join(parentPath, name))
  const sized = await Promise.all(files.map(async (path) => ({ path, size: (await stat(path)).size })))
  const [largest] = sized.toSorted((a, b) => b.size - a.size)
  if (largest === undefined) throw new Error(`${folder} holds no volume`)
  return largest.path
}
