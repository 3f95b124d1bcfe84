import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import type { Context } from '../core/context.ts'
import type { Command, FileContent, Tools } from '../core/machine.ts'
import { explainNoSpace } from './no-space.ts'
import { pipeProgram, runProgram, startProgram, type ProgramOptions } from './program.ts'

/** Programs of one folder on this computer; files they need lie in the run's private folder. */
export async function localTools(folder: string, context: Context): Promise<Tools> {
  const files = await mkdtemp(join(context.workDir, 'tools-'))
  const options: ProgramOptions = { signal: context.signal, environment: context.programEnvironment }
  const located = (command: Command): Command => ({ ...command, program: join(folder, command.program) })
  return {
    description: `local ${folder}`,
    run: (command) => runProgram(located(command), options),
    stream: async (command) => startProgram(located(command), options),
    pipe: (command, output, given) => pipeProgram(located(command), output, { ...options, ...given }),
    writeFile: (name, content) => writePrivateFile(join(files, name), content),
    removeFile: (path) => rm(path, { force: true }),
    [Symbol.asyncDispose]: () => rm(files, { recursive: true, force: true }),
  }
}

/** What waits is written at once; in the pieces of a pipe, 64 KiB each, it takes a third longer. */
const WAITING_BYTES = 1 << 20

/** Writes a file that only this user can read; returns its path. Throws `disk-full`, or what the content fails with. */
export async function writePrivateFile(path: string, content: FileContent): Promise<string> {
  const file = createWriteStream(path, { mode: 0o600, flags: 'wx', highWaterMark: WAITING_BYTES })
  try {
    if (typeof content === 'function') await Promise.all([content(file), finished(file)])
    else await pipeline(content instanceof Readable ? content : Readable.from([content]), file)
  } catch (error) {
    file.destroy()
    throw explainNoSpace(error)
  }
  return path
}
