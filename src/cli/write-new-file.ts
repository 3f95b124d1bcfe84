import { writeFile } from 'node:fs/promises'
import { LifeboatError } from '../core/errors.ts'

export interface NewFile {
  readonly path: string
  readonly content: string
  readonly mode: number
  /** Why an existing file is left alone, and what to do instead. */
  readonly otherwise: { readonly what: string; readonly fix: string }
}

/** Writes a file only where none is. Throws `usage-invalid` when the path is taken. */
export async function writeNewFile({ path, content, mode, otherwise }: NewFile): Promise<void> {
  try {
    await writeFile(path, content, { mode, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    throw new LifeboatError({ code: 'usage-invalid', ...otherwise, cause: error })
  }
}
