import { lstat, readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { LifeboatError } from '../../core/errors.ts'
import type { EvidenceFile, EvidenceTree } from './evidence-tree.ts'

/** Evidence in a checked out or unpacked folder, for whoever has no git repository. Throws `object-absent` when there is none. */
export async function openFolderTree(folder: string): Promise<EvidenceTree> {
  if ((await ignoringAbsence(lstat(join(folder, 'ledger')))) === undefined) {
    throw new LifeboatError({
      code: 'object-absent',
      what: `${folder} holds no ledger`,
      fix: 'name the folder in which ledger/ and records/ lie',
    })
  }
  return {
    location: folder,
    list: (below) => listFiles(folder, below),
    read: (paths) => readFiles(folder, paths),
  }
}

async function listFiles(folder: string, below: string): Promise<readonly EvidenceFile[]> {
  const found = await ignoringAbsence(readdir(join(folder, below), { recursive: true, withFileTypes: true }))
  const files = (found ?? []).filter((item) => !item.isDirectory())
  const listed = await Promise.all(
    files.map(async (item): Promise<EvidenceFile> => {
      const path = join(item.parentPath, item.name)
      return { path: relative(folder, path).split(sep).join('/'), bytes: (await lstat(path)).size }
    }),
  )
  return listed.toSorted((a, b) => (a.path < b.path ? -1 : 1))
}

async function* readFiles(folder: string, paths: readonly string[]): AsyncGenerator<Uint8Array | undefined> {
  for (const path of paths) yield await ignoringAbsence(readFile(join(folder, path)))
}

async function ignoringAbsence<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
}
