import { createReadStream } from 'node:fs'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import type { EngineContext, Producer } from '../../../core/engine.ts'
import { LifeboatError } from '../../../core/errors.ts'
import type { Command } from '../../../core/machine.ts'
import { runProgram } from '../../../runtime/program.ts'
import { releaseIn } from '../offline/version-order.ts'

const VERSION: Command = { program: 'neo4j-admin', args: ['--version'] }
const CONTAINER_FOLDER = '/tmp/lifeboat-backup'

/** The user's Enterprise programs, and a folder that they can write to. */
export interface EnterprisePrograms extends AsyncDisposable {
  readonly directory: string
  run(command: Command): Promise<unknown>
  /** Names of the files in the folder. */
  list(): Promise<readonly string[]>
  read(name: string): Readable | Producer
}

/** Where the user has them. */
export type EnterprisePlace = { readonly home: string } | { readonly image: string }

/** Throws `program-absent`, `program-version` or `image-absent`. */
export async function openEnterprise(
  place: EnterprisePlace,
  version: string,
  context: EngineContext,
): Promise<EnterprisePrograms> {
  return 'home' in place
    ? await localPrograms(place.home, version, context)
    : await imagePrograms(place.image, version, context)
}

async function localPrograms(
  home: string,
  version: string,
  context: EngineContext,
): Promise<EnterprisePrograms> {
  const program = join(home, 'bin', 'neo4j-admin')
  const options = { signal: context.signal, environment: context.programEnvironment }
  const own = (command: Command): Command => ({
    ...command,
    program,
    env: { ...command.env, NEO4J_HOME: home },
  })
  requireRelease(home, version, (await runProgram(own(VERSION), options)).stdout)
  const directory = await mkdtemp(join(context.workDir, 'neo4j-backup-'))
  return {
    directory,
    run: (command) => runProgram(own(command), options),
    list: () => readdir(directory),
    read: (name) => createReadStream(join(directory, name)),
    [Symbol.asyncDispose]: () => rm(directory, { recursive: true, force: true }),
  }
}

async function imagePrograms(
  image: string,
  version: string,
  context: EngineContext,
): Promise<EnterprisePrograms> {
  const { containerTools } = await import('../../../runtime/container-tools.ts')
  const need = { image, imageUser: 'neo4j', programs: [], folders: [], product: image, accepts: () => true }
  await using undo = new AsyncDisposableStack()
  const tools = undo.use(await containerTools(need, context))
  requireRelease(image, version, (await tools.run(VERSION)).stdout)
  await tools.run({ program: 'mkdir', args: ['-m', '700', CONTAINER_FOLDER] })
  const kept = undo.move()
  return {
    directory: CONTAINER_FOLDER,
    run: (command) => tools.run(command),
    list: async () =>
      (await tools.run({ program: 'ls', args: ['-A', CONTAINER_FOLDER] })).stdout.trim().split('\n'),
    read: (name) => (output) => tools.pipe({ program: 'cat', args: [`${CONTAINER_FOLDER}/${name}`] }, output),
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

function requireRelease(place: string, version: string, printed: string): void {
  const found = releaseIn(printed)
  if (found === releaseIn(version)) return
  throw new LifeboatError({
    code: 'program-version',
    what: `neo4j-admin of ${place} is of release ${found ?? 'unknown'}, and the server of ${version}`,
    fix: 'name the installation or image of the release of the server in online of the connection',
  })
}
