import { constants } from 'node:fs'
import type { FileHandle } from 'node:fs/promises'
import { link, open, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { createHash, randomBytes } from 'node:crypto'
import type { Receipt } from '../../core/store.ts'
import { objectExists, StoreError } from '../store-error.ts'
import { errnoOf, explained, filesystemFailure } from './failure.ts'
import { ensureFolder, pruneFolders, syncFolder } from './folders.ts'
import { assertInside, pathOf, temporaryOf } from './paths.ts'

/** What was given to the file system. */
export interface Written {
  readonly bytes: number
  readonly sha256: string
}

const ATTEMPTS = 5
const READ_BYTES = 1 << 18

/**
 * Makes the object of `key` from what `fill` writes: temporary file, fsync, read-back, link, fsync of the folder.
 * Throws `object-exists` when the key is taken; whatever fails leaves no file behind.
 */
export async function writeNew(
  root: string,
  key: string,
  fill: (file: FileHandle) => Promise<Written>,
): Promise<Receipt> {
  const path = pathOf(root, key)
  const temporary = temporaryOf(path, randomBytes(8).toString('hex'))
  const file = await explained(`Writing ${key}`, () => createTemporary(root, temporary))
  let done = false
  try {
    const written = await fillAndSync(key, file, fill)
    await readBack(key, temporary, written)
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

async function fillAndSync(
  key: string,
  file: FileHandle,
  fill: (file: FileHandle) => Promise<Written>,
): Promise<Written> {
  try {
    const written = await fill(file)
    await explained(`Writing ${key}`, () => file.sync())
    return written
  } finally {
    await file.close()
  }
}

/** Reads what was written through a new descriptor: what the file system gives back, from its cache where it has it. */
async function readBack(key: string, temporary: string, written: Written): Promise<void> {
  const found = await explained(`Reading back ${key}`, () => digestFile(key, temporary))
  if (found.sha256 === written.sha256 && found.bytes === written.bytes) return
  throw new StoreError('permanent', {
    code: 'volume-altered',
    what: `What was read back of ${key} differs from what was written`,
    fix: 'Check the disk and the memory of the machine that holds the store; nothing of this write is left.',
  })
}

async function digestFile(key: string, path: string): Promise<Written> {
  try {
    await using file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
    return await digestOpen(file)
  } catch (error) {
    throw errnoOf(error) === 'ENOENT' ? swept(key, error) : error
  }
}

/** One buffer serves all reads: a stream would leave 60 MB of them before they are collected. */
async function digestOpen(file: FileHandle): Promise<Written> {
  const hash = createHash('sha256')
  const buffer = Buffer.allocUnsafe(READ_BYTES)
  for (let bytes = 0; ;) {
    const { bytesRead } = await file.read(buffer, 0, READ_BYTES, bytes)
    if (bytesRead === 0) return { bytes, sha256: hash.digest('hex') }
    hash.update(buffer.subarray(0, bytesRead))
    bytes += bytesRead
  }
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

function swept(key: string, cause: unknown): StoreError {
  return new StoreError('permanent', {
    code: 'store-refused',
    what: `The unfinished file of ${key} was removed while it was written`,
    why: 'a sweep took it for the left-over of a dead run',
    fix: 'Give the target a longer backup timeout, so that sweep lets running backups live.',
    cause,
  })
}
