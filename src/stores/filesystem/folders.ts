import { chmod, mkdir, open, rmdir, stat } from 'node:fs/promises'
import { dirname, relative } from 'node:path'
import process from 'node:process'
import { errnoOf } from './failure.ts'

/** May read, write and enter. */
const GROUP = 0o070

/** Makes a folder and those above it, each only for the owner, and makes their names survive a power cut. */
export async function ensureFolder(folder: string): Promise<void> {
  // Level by level, because the recursive mkdir answers ENOENT where a read-only file system refused.
  try {
    await mkdir(folder, { mode: 0o700 })
  } catch (error) {
    if (errnoOf(error) === 'EEXIST') return
    if (errnoOf(error) !== 'ENOENT') throw error
    await ensureFolder(dirname(folder))
    return await ensureFolder(folder)
  }
  await syncFolder(dirname(folder))
}

/** Makes a folder, and lets the group of the store's own folder into it: a server that writes by itself is another user. */
export async function shareFolder(folder: string, root: string): Promise<void> {
  if (isBelow(root, dirname(folder))) await shareFolder(dirname(folder), root)
  await ensureFolder(folder)
  const { mode, uid } = await stat(folder)
  // What somebody else made is theirs to open; what is open already may lie on a disk that is only read.
  if (uid === process.getuid?.() && (mode & GROUP) !== GROUP) await chmod(folder, (mode & 0o7777) | GROUP)
}

/** Makes the names in a folder survive a power cut. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** Removes a folder and those above it below `root`, as far up as they are empty: no store lists empty folders. */
export async function pruneFolders(root: string, folder: string): Promise<void> {
  for (let empty = folder; isBelow(root, empty); empty = dirname(empty)) {
    try {
      await rmdir(empty)
    } catch {
      // Not empty, gone already or not ours to remove: each ends the climb and harms nothing.
      return
    }
  }
}

function isBelow(root: string, folder: string): boolean {
  const path = relative(root, folder)
  return path !== '' && !path.startsWith('..')
}
