import { realpath } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import { StoreError } from '../store-error.ts'
import { checkKey } from '../key.ts'

const TEMPORARY = /^\.(.+)\.[0-9a-f]{16}\.tmp$/

/** The file of a key; a key that could name anything else is `usage-invalid`. */
export function pathOf(root: string, key: string): string {
  checkKey(key)
  return join(root, key)
}

/** Throws `store-refused` when a link leads the file's folder out of the store; ENOENT when the folder is absent. */
export async function assertInside(root: string, path: string): Promise<void> {
  const folder = dirname(path)
  const expected = join(await realpath(root), relative(root, folder))
  if ((await realpath(folder)) === expected) return
  throw new StoreError('permanent', {
    code: 'store-refused',
    what: `${folder} leads out of the store through a symbolic link`,
    fix: 'Replace the link inside the store by a real folder; only the store itself may be reached through one.',
  })
}

/** A file beside `path` that listings do not show and that `abortUploads` recognises. */
export function temporaryOf(path: string, unique: string): string {
  return join(dirname(path), `.${path.slice(dirname(path).length + 1)}.${unique}.tmp`)
}

/** The name that a temporary file was to get, undefined when the file is none. */
export function nameOfTemporary(file: string): string | undefined {
  return TEMPORARY.exec(file)?.[1]
}
