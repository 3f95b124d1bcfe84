import { LifeboatError } from '../core/errors.ts'

/** How programs and servers say that a disk takes no more. */
export const NO_SPACE = /No space left on device|ENOSPC|quota exceeded/i

/** Tells that a file of this run found no room; any other error is returned as it is. */
export function explainNoSpace(error: unknown): unknown {
  const { code, message } = error as NodeJS.ErrnoException
  return code === 'ENOSPC' || code === 'EDQUOT' ? noSpace(message, error) : error
}

/** What a program said of a file that it wrote, if it was that; undefined otherwise. */
export function noSpaceIn(stderr: string): LifeboatError | undefined {
  return NO_SPACE.test(stderr) ? noSpace(stderr) : undefined
}

/** What is said of a file that a run itself writes: its disk is no server's. */
const WHAT = 'there is no space left for the files of this run'

/** Whether it tells that a file of this run found no room, and not one of a server. */
export function isOwnDiskFull(error: unknown): boolean {
  return error instanceof LifeboatError && error.what === WHAT
}

function noSpace(why: string, cause?: unknown): LifeboatError {
  return new LifeboatError({
    code: 'disk-full',
    what: WHAT,
    why,
    fix: 'free space where temporary files lie, or set TMPDIR to a larger file system',
    cause,
  })
}
