import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { FileContent, Tools } from '../core/machine.ts'
import { runInContainer, startInContainer, type ContainerPlace } from './container-exec.ts'
import { feed } from './filter.ts'

/** Input that nobody reads breaks the connection, over which the reason, such as a full disk, then never comes. */
const WRITE = 'umask 077; cat >"$1" || { end=$?; cat >/dev/null; exit "$end"; }'

/** How programs are run and files written in a container; `files` is a folder there of the place's user. */
export function containerPrograms(
  place: ContainerPlace,
  files: string,
): Pick<Tools, 'run' | 'stream' | 'pipe' | 'writeFile' | 'removeFile'> {
  const removeFile = async (path: string): Promise<void> => {
    await runInContainer({ program: 'rm', args: ['-f', path] }, place)
  }
  return {
    run: (command) => runInContainer(command, place),
    stream: (command) => startInContainer(command, place),
    pipe: async (command, output, options) => {
      const running = await startInContainer(command, place)
      const [end] = await Promise.all([
        running.finished,
        pipeline(running.stdout, output, { end: options?.leaveOpen !== true }),
      ])
      return end
    },
    writeFile: async (name, content) => {
      const path = `${files}/${name}`
      const { stdin, fed } = readableOf(content)
      const args = ['-c', WRITE, 'sh', path]
      await runInContainer({ program: 'sh', args, stdin }, place).catch(async (error: unknown) => {
        stdin.destroy()
        await Promise.allSettled([fed, removeFile(path)])
        throw error
      })
      return path
    },
    removeFile,
  }
}

interface Fed {
  readonly stdin: Readable
  /** Settles when nothing is written any more. */
  readonly fed?: Promise<void>
}

function readableOf(content: FileContent): Fed {
  if (content instanceof Readable) return { stdin: content }
  if (typeof content !== 'function') return { stdin: Readable.from([content]) }
  const stdin = new PassThrough()
  // A failure destroys it, maybe before anybody reads it; who reads it then is told.
  stdin.on('error', () => undefined)
  const fed = feed(content, stdin)
  fed.catch(() => undefined)
  return { stdin, fed }
}
