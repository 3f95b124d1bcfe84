import { access, constants } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import type { Context } from '../core/context.ts'
import { isLifeboatError, LifeboatError } from '../core/errors.ts'
import type { ProgramNeed, Tools } from '../core/machine.ts'
import { localTools } from './local-tools.ts'
import { runProgram } from './program.ts'

/** Programs of the wanted version: from this computer by full path, else from the product's own image. */
export async function findTools(need: ProgramNeed, context: Context): Promise<Tools> {
  const local = await findFolder(need, context)
  if (local.folder !== undefined) return localTools(local.folder, context)
  try {
    const { containerTools } = await import('./container-tools.ts')
    return await containerTools(need, context)
  } catch (error) {
    if (!isLifeboatError(error)) throw error
    throw new LifeboatError({
      code: local.otherVersions.length > 0 ? 'program-version' : 'program-absent',
      what: `no ${need.programs.join(', ')} of ${need.product} was found here, nor its image ${need.image}`,
      why: [...local.otherVersions, error.message].join('; '),
      fix: `install the client programs of ${need.product}, or make the image ${need.image} available`,
      cause: error,
    })
  }
}

export interface FoundFolder {
  readonly folder: string | undefined
  /** What was found instead, for the message. */
  readonly otherVersions: readonly string[]
}

/** The first folder that holds all programs in an accepted version. */
export async function findFolder(need: ProgramNeed, context: Context): Promise<FoundFolder> {
  const path = (context.programEnvironment['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const otherVersions: string[] = []
  for (const folder of new Set([...need.folders, ...path])) {
    if (!(await holdsAll(folder, need.programs))) continue
    const version = await versionIn(folder, need, context)
    if (need.accepts(version)) return { folder, otherVersions }
    otherVersions.push(`${folder} has ${version}`)
  }
  return { folder: undefined, otherVersions }
}

async function holdsAll(folder: string, programs: readonly string[]): Promise<boolean> {
  const found = await Promise.all(
    programs.map((program) =>
      access(join(folder, program), constants.X_OK).then(
        () => true,
        () => false,
      ),
    ),
  )
  return found.every(Boolean)
}

async function versionIn(folder: string, need: ProgramNeed, context: Context): Promise<string> {
  const [first] = need.programs
  const command = { program: join(folder, first ?? ''), args: ['--version'] }
  const options = { signal: context.signal, environment: context.programEnvironment }
  try {
    return (await runProgram(command, options)).stdout.trim()
  } catch (error) {
    if (isLifeboatError(error, 'cancelled')) throw error
    return 'a program that does not start'
  }
}
