import { writeFile } from 'node:fs/promises'
import { LifeboatError, type ErrorCode } from '../core/errors.ts'

export interface NewFile {
  readonly path: string
  readonly content: string
  readonly mode: number
  /** Why an existing file is left alone, and what to do instead. */
  readonly otherwise: { readonly what: string; readonly fix: string }
}

/** Writes a file only where none is. Throws `usage-invalid` when the path is taken or leads nowhere, else as `fileFailure` says. */
export async function writeNewFile({ path, content, mode, otherwise }: NewFile): Promise<void> {
  try {
    await writeFile(path, content, { mode, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw fileFailure(path, error)
    throw new LifeboatError({ code: 'usage-invalid', ...otherwise, cause: error })
  }
}

interface Reason {
  readonly code: ErrorCode
  readonly why: string
  readonly fix: string
}

const NOWHERE: Reason = {
  code: 'usage-invalid',
  why: 'its folder does not exist',
  fix: 'make the folder first, or name another file',
}
const FORBIDDEN: Reason = {
  code: 'privilege-missing',
  why: 'the system forbids it',
  fix: 'name a file in a folder that you may write to',
}
const FULL: Reason = { code: 'disk-full', why: 'the file system is full', fix: 'free space there' }
const REASONS: Readonly<Record<string, Reason>> = {
  ENOENT: NOWHERE,
  ENOTDIR: NOWHERE,
  EISDIR: { ...NOWHERE, why: 'it is a folder', fix: 'name a file in it' },
  EACCES: FORBIDDEN,
  EPERM: FORBIDDEN,
  EROFS: { ...FORBIDDEN, why: 'the file system is read-only' },
  ENOSPC: FULL,
  EDQUOT: { ...FULL, why: 'a quota of the file system is used up' },
}

/** What it means that the user's own file could not be written; anything unknown stays as it is. */
export function fileFailure(path: string, error: unknown): unknown {
  const reason = REASONS[(error as NodeJS.ErrnoException).code ?? '']
  if (reason === undefined) return error
  return new LifeboatError({ ...reason, what: `${path} cannot be written`, cause: error })
}
