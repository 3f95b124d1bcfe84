import type { FileHandle } from 'node:fs/promises'
import { link, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { randomBytes } from 'node:crypto'
import type { Receipt } from '../../core/store.ts'
import { objectExists, StoreError } from '../store-error.ts'
import { errnoOf, explained, filesystemFailure } from './failure.ts'
import { ensureFolder, pruneFolders, syncFolder } from './folders.ts'
import { assertInside, pathOf, temporaryOf } from './paths.ts'
import { ReadBack, swept, type ReadBackRequest, type Written } from './read-back.ts'

const ATTEMPTS = 5

/** Writes the content, and tells on the way how many bytes are written. */
export type Fill = (file: FileHandle, reached: (bytes: number) => void) => Promise<Written>

/**
 * Makes the object of `key` from what `fill` writes: temporary file, fsync and read-back, link, fsync of the folder.
 * Throws `object-exists` when the key is taken; whatever fails leaves no file behind.
 */
export async function writeNew(root: string, key: string, fill: Fill): Promise<Receipt> {
  const path = pathOf(root, key)
  const temporary = temporaryOf(path, randomBytes(8).toString('hex'))
  const file = await explained(`Writing ${key}`, () => createTemporary(root, temporary))
  let done = false
  try {
    const written = await fillAndCompare({ key, path: temporary, file }, fill)
    await publish(key, temporary, path)
    done = true
    return { key, ...written, verifiedBy: 'read-back' }
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined)
    if (done) await explained(`Writing ${key}`, () => syncFolder(dirname(path)))
    else await pruneFolders(root, dirname(path))
  }
}

async function createTemporary(root: string, temporary: string): Promise<FileHandle> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await ensureFolder(dirname(temporary))
      await assertInside(root, temporary)
      return await open(temporary, 'wx', 0o600)
    } catch (error) {
      // Another run may remove the folder, still empty, between our making it and our using it.
      if (errnoOf(error) !== 'ENOENT' || attempt === ATTEMPTS) throw error
    }
  }
}

async function fillAndCompare(request: ReadBackRequest, fill: Fill): Promise<Written> {
  await using _file = request.file
  await using readBack = await ReadBack.open(request)
  const written = await fill(request.file, (bytes) => readBack.reached(bytes))
  await readBack.compare(written)
  return written
}

async function publish(key: string, temporary: string, path: string): Promise<void> {
  try {
    await link(temporary, path)
  } catch (error) {
    const code = errnoOf(error)
    if (code === 'EEXIST') throw objectExists(key, 'The store', error)
    if (code === 'EPERM' || code === 'ENOTSUP' || code === 'ENOSYS') throw cannotLink(error)
    if (code === 'ENOENT') throw swept(key, error)
    throw filesystemFailure(`Writing ${key}`, error)
  }
}

function cannotLink(cause: unknown): StoreError {
  return new StoreError('permanent', {
    code: 'store-not-create-only',
    what: 'The file system of the store cannot make hard links, so it cannot refuse to replace a file',
    fix: 'Use a file system with hard links (ext4, XFS, Btrfs, ZFS, APFS, NFS), or an object store.',
    cause,
  })
}
