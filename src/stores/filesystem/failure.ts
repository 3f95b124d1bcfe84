import { LifeboatError } from '../../core/errors.ts'
import type { ErrorParts } from '../../core/errors.ts'
import type { FailureKind } from '../store-error.ts'
import { StoreError } from '../store-error.ts'

type Answer = { readonly kind: FailureKind } & Pick<ErrorParts, 'code' | 'fix'>

const FULL: Answer = {
  kind: 'permanent',
  code: 'store-full',
  fix: 'Free space there or choose a larger file system; nothing of this write is left.',
}
const REFUSED: Answer = {
  kind: 'permanent',
  code: 'store-refused',
  fix: 'Let the user that runs Lifeboat own the folder (mode 0700) and nothing else lie in it, and check that the file system is mounted for writing.',
}
const UNREACHABLE: Answer = {
  kind: 'transient',
  code: 'store-unreachable',
  fix: 'Check that the file system is mounted and healthy (`dmesg`, `mount`).',
}
const ANSWERS: Readonly<Record<string, Answer>> = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EFBIG: FULL,
  EACCES: REFUSED,
  EPERM: REFUSED,
  EROFS: REFUSED,
  ELOOP: REFUSED,
  ENOTDIR: REFUSED,
  EISDIR: REFUSED,
  ENAMETOOLONG: REFUSED,
}

/** Turns an error of the file system into one that says what to do; our own errors pass as they are. */
export function filesystemFailure(doing: string, error: unknown): Error {
  if (error instanceof LifeboatError) return error
  const answer = ANSWERS[errnoOf(error) ?? ''] ?? UNREACHABLE
  const why = error instanceof Error ? error.message : String(error)
  return new StoreError(answer.kind, { ...answer, what: `${doing} failed`, why, cause: error })
}

/** The error's `ENOENT`-like code, undefined when it has none. */
export function errnoOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}

/** Runs one step on the file system, with its failure explained. */
export async function explained<T>(doing: string, step: () => Promise<T>): Promise<T> {
  try {
    return await step()
  } catch (error) {
    throw filesystemFailure(doing, error)
  }
}
