import { randomBytes } from 'node:crypto'
import { link, readFile, rm, writeFile } from 'node:fs/promises'
import { LifeboatError } from '../../../core/errors.ts'
import { parseStopMark, type FoundMark, type StopMark } from './stop-mark.ts'

/**
 * Makes the file of a mark, whole from the moment that it is there: an empty one would say that a server is stopped, and not by whom.
 * False when there is one already.
 */
export async function createMarkFile(path: string, mark: StopMark): Promise<boolean> {
  const temporary = `${path}.${randomBytes(8).toString('hex')}`
  try {
    await writeFile(temporary, `${JSON.stringify(mark)}\n`, { flag: 'wx', mode: 0o644, flush: true })
    return await publish(temporary, path)
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined)
  }
}

/** Undefined when there is none. Throws `privilege-missing`. */
export async function readMarkFile(path: string): Promise<FoundMark | undefined> {
  try {
    return parseStopMark(await readFile(path, 'utf8'))
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw notReadable(path, error)
  }
}

/** A link is made only where nothing is, which a renamed file is not. */
async function publish(temporary: string, path: string): Promise<boolean> {
  try {
    await link(temporary, path)
    return true
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  }
}

function notReadable(path: string, cause: unknown): LifeboatError {
  return new LifeboatError({
    code: 'privilege-missing',
    what: `whether a run has stopped Neo4j cannot be read from its mark, ${path}`,
    why: cause instanceof Error ? cause.message : String(cause),
    fix: 'run Lifeboat as a user that can read it; or, when no backup of this server runs, see that Neo4j runs and remove the mark',
    cause,
  })
}
