import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { open, rm, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { Readable } from 'node:stream'
import type { Receipt, StoreAddress, StoreAdmin, StoredObject, StoreOpening } from '../../core/store.ts'
import { checkPrefix } from '../key.ts'
import { mapStreamErrors } from '../map-stream-errors.ts'
import { objectAbsent } from '../store-error.ts'
import { watchSource } from '../watched-source.ts'
import { storeSchema } from './config.ts'
import { explained, filesystemFailure } from './failure.ts'
import { fillFrom, fillWith } from './fill.ts'
import { ensureFolder, pruneFolders, shareFolder } from './folders.ts'
import { assertInside, pathOf, temporaryOf } from './paths.ts'
import { isAbsence, statObject, walkFolders, walkObjects, walkTemporaries } from './walk.ts'
import { writeNew } from './write-new.ts'

/** Opens a folder as a store; touches nothing before the first call. */
export async function openStore(
  written: unknown,
  { name, directory = '.' }: Pick<StoreOpening, 'name' | 'directory'>,
): Promise<StoreAdmin> {
  return new FilesystemStore(name, resolve(directory, storeSchema.parse(written).path))
}

class FilesystemStore implements StoreAdmin {
  readonly name: string
  readonly location: string
  readonly #root: string

  constructor(name: string, root: string) {
    this.name = name
    this.location = root
    this.#root = root
  }

  list(prefix: string): AsyncIterable<StoredObject> {
    return walkObjects(this.#root, prefix)
  }

  listFolders(prefix: string): AsyncIterable<string> {
    return walkFolders(this.#root, prefix)
  }

  async read(key: string, range?: { readonly start: number; readonly end: number }): Promise<Readable> {
    const doing = `Reading ${key}`
    const file = await this.#existing(key, () => open(pathOf(this.#root, key), READ_NO_LINK))
    if (range !== undefined && range.end <= range.start) {
      await file.close()
      return Readable.from([])
    }
    // The end of a file's stream is inclusive.
    const slice = range === undefined ? {} : { start: range.start, end: range.end - 1 }
    const content = file.createReadStream({ ...slice, highWaterMark: READ_BYTES })
    return mapStreamErrors(content, (error) => filesystemFailure(doing, error))
  }

  async head(key: string): Promise<StoredObject | undefined> {
    try {
      return await this.#existing(key, () => statObject(this.#root, key))
    } catch (error) {
      if (isAbsence(error)) return undefined
      throw error
    }
  }

  async put(key: string, content: Uint8Array): Promise<Receipt> {
    return await writeNew(this.#root, key, fillWith(key, content))
  }

  async upload(key: string, content: Readable, signal?: AbortSignal): Promise<Receipt> {
    const source = watchSource(content, signal)
    try {
      return await writeNew(this.#root, key, fillFrom(key, source, signal))
    } finally {
      source.destroy()
    }
  }

  async now(): Promise<Date> {
    const probe = temporaryOf(join(this.#root, CLOCK), randomBytes(8).toString('hex'))
    return await explained('Asking the file system for its time', async () => {
      await ensureFolder(this.#root)
      try {
        await (await open(probe, 'wx', 0o600)).close()
        return (await stat(probe)).mtime
      } finally {
        await rm(probe, { force: true })
      }
    })
  }

  async remove(key: string): Promise<void> {
    try {
      await this.#existing(key, () => rm(pathOf(this.#root, key)))
    } catch (error) {
      if (isAbsence(error)) return
      throw error
    }
    await pruneFolders(this.#root, dirname(pathOf(this.#root, key)))
  }

  async abortUploads(prefix: string, startedBefore: Date): Promise<readonly string[]> {
    checkPrefix(prefix)
    // A run that was killed while it asked for the time left its probe.
    await this.#removeTemporaries(CLOCK, startedBefore)
    return this.#removeTemporaries(prefix, startedBefore)
  }

  async #removeTemporaries(prefix: string, startedBefore: Date): Promise<readonly string[]> {
    const aborted: string[] = []
    for await (const { path, key } of walkTemporaries(this.#root, prefix)) {
      if (!(await isOlder(path, startedBefore))) continue
      await explained(`Removing the unfinished ${key}`, () => rm(path, { force: true }))
      await pruneFolders(this.#root, dirname(path))
      aborted.push(key)
    }
    return aborted
  }

  async address(prefix: string): Promise<StoreAddress> {
    checkPrefix(prefix)
    const path = join(this.#root, prefix)
    await explained(`Making ${prefix} for the server`, () => shareFolder(path, this.#root))
    return { kind: 'folder', path }
  }

  async close(): Promise<void> {
    // A folder holds no connection.
  }

  /** Runs a step on a file that must be there, inside the store. */
  async #existing<T>(key: string, step: () => Promise<T>): Promise<T> {
    const path = pathOf(this.#root, key)
    try {
      return await explained(`Opening ${key}`, async () => {
        await assertInside(this.#root, path)
        return await step()
      })
    } catch (error) {
      throw isAbsence(error) ? objectAbsent(key, this.location, causeOf(error)) : error
    }
  }
}

/** Whose temporary files tell the time; no object has this name. */
const CLOCK = 'clock'

// A link in place of an object would lead out of the store.
const READ_NO_LINK = constants.O_RDONLY | constants.O_NOFOLLOW
const READ_BYTES = 1 << 20

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined
}

async function isOlder(path: string, limit: Date): Promise<boolean> {
  try {
    const { birthtimeMs, mtimeMs } = await stat(path)
    // Some file systems keep no time of birth and answer 0; the last write then stands for it.
    return (birthtimeMs > 0 ? birthtimeMs : mtimeMs) < limit.getTime()
  } catch (error) {
    if (isAbsence(error)) return false
    throw filesystemFailure('Looking at an unfinished file', error)
  }
}
