import type { Dirent } from 'node:fs'
import { lstat, readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { StoredObject } from '../../core/store.ts'
import { checkPrefix, compareKeys, isInTree } from '../key.ts'
import { errnoOf, explained } from './failure.ts'
import { assertInside, nameOfTemporary } from './paths.ts'

/** One file or folder of the store; `key` is without a closing slash. */
interface Entry {
  readonly key: string
  readonly name: string
  readonly isFolder: boolean
}

/** Every object below `prefix` in key order; what is removed meanwhile is left out. */
export async function* walkObjects(root: string, prefix: string): AsyncGenerator<StoredObject> {
  for await (const entry of walkFiles(root, prefix)) {
    if (!entry.key.startsWith(prefix) || isHidden(entry)) continue
    const found = await statObject(root, entry.key)
    if (found !== undefined) yield found
  }
}

/** The names of the folders directly below `prefix`, in order. */
export async function* walkFolders(root: string, prefix: string): AsyncGenerator<string> {
  checkPrefix(prefix)
  for (const entry of await entriesOf(root, prefix.replace(/\/$/, ''))) {
    if (entry.isFolder && (await holdsObjects(root, `${entry.key}/`))) yield entry.name
  }
}

/** Unfinished files whose key starts with `prefix`, with that key. */
export async function* walkTemporaries(
  root: string,
  prefix: string,
): AsyncGenerator<{ readonly path: string; readonly key: string }> {
  for await (const entry of walkFiles(root, prefix)) {
    const name = nameOfTemporary(entry.name)
    if (name === undefined || isInTree(entry.key)) continue
    const folder = dirname(entry.key)
    const key = folder === '.' ? name : `${folder}/${name}`
    if (key.startsWith(prefix)) yield { path: join(root, entry.key), key }
  }
}

/** Size and time of one object; undefined when there is none. */
export async function statObject(root: string, key: string): Promise<StoredObject | undefined> {
  try {
    const stats = await explained(`Looking at ${key}`, () => lstat(join(root, key)))
    return stats.isFile() ? { key, bytes: stats.size, modifiedAt: stats.mtime } : undefined
  } catch (error) {
    if (isAbsence(error)) return undefined
    throw error
  }
}

/** True when the file or a folder above it does not exist. */
export function isAbsence(error: unknown): boolean {
  const code = errnoOf(error instanceof Error && error.cause !== undefined ? error.cause : error)
  return code === 'ENOENT' || code === 'ENOTDIR'
}

async function holdsObjects(root: string, prefix: string): Promise<boolean> {
  for await (const entry of walkFiles(root, prefix)) {
    if (!isHidden(entry)) return true
  }
  return false
}

/** Our own unfinished files, and what other programs leave in folders; a server's own names are its own. */
function isHidden({ name, key }: Pick<Entry, 'name' | 'key'>): boolean {
  return name.startsWith('.') && !isInTree(key)
}

async function* walkFiles(root: string, prefix: string): AsyncGenerator<Entry> {
  checkPrefix(prefix)
  const folder = prefix.slice(0, Math.max(prefix.lastIndexOf('/'), 0))
  yield* walkBelow(root, folder, prefix)
}

async function* walkBelow(root: string, folder: string, prefix: string): AsyncGenerator<Entry> {
  for (const entry of await entriesOf(root, folder)) {
    if (!entry.isFolder) yield entry
    else if (leadsTo(entry.key, prefix)) yield* walkBelow(root, entry.key, prefix)
  }
}

function leadsTo(folder: string, prefix: string): boolean {
  return folder.startsWith(prefix) || prefix.startsWith(`${folder}/`)
}

/** Files and folders of one folder, ordered so that a walk gives keys in order: a folder sorts as its name and a slash. */
async function entriesOf(root: string, folder: string): Promise<Entry[]> {
  const found = await readFolder(root, folder)
  return found
    .filter((entry) => entry.isFile() || entry.isDirectory())
    .map((entry) => ({
      key: folder === '' ? entry.name : `${folder}/${entry.name}`,
      name: entry.name,
      isFolder: entry.isDirectory(),
    }))
    .filter((entry) => !entry.isFolder || !isHidden(entry))
    .sort((a, b) => compareKeys(sortKey(a), sortKey(b)))
}

function sortKey(entry: Entry): string {
  return entry.isFolder ? `${entry.name}/` : entry.name
}

async function readFolder(root: string, folder: string): Promise<Dirent[]> {
  try {
    return await explained(`Listing ${folder || 'the store'}`, async () => {
      const path = join(root, folder)
      if (folder !== '') await assertInside(root, join(path, 'any'))
      return await readdir(path, { withFileTypes: true })
    })
  } catch (error) {
    if (isAbsence(error)) return []
    throw error
  }
}
