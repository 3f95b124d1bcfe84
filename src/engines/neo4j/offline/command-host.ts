import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Context } from '../../../core/context.ts'
import { LifeboatError } from '../../../core/errors.ts'
import { findFolder } from '../../../runtime/find-tools.ts'
import { pipeProgram, runProgram, type ProgramOptions } from '../../../runtime/program.ts'
import { adminPrograms } from './admin-programs.ts'
import { createMarkFile, readMarkFile } from './mark-file.ts'
import { runDetached } from './run-detached.ts'
import type { AdminProgram, ServerHost } from './server-host.ts'
import { alreadyMarked } from './stop-mark.ts'

const MARK = 'lifeboat-stopped.json'
const STOP_MS = 180_000

export interface CommandControl {
  readonly stop: readonly string[]
  readonly start: readonly string[]
  readonly home: string
  readonly conf: string
  readonly startTimeoutMs: number
}

/** A Neo4j server of this computer, stopped and started by commands of its owner. The mark of a run is a file in its home. */
export function commandHost(control: CommandControl, context: Context): ServerHost {
  const mark = join(control.home, MARK)
  const told = { description: control.home, startByHand: control.start.join(' '), markPlace: mark }
  return {
    ...told,
    stop: () => runDetached(control.stop, { timeoutMs: STOP_MS, context }),
    start: () => runDetached(control.start, { timeoutMs: control.startTimeoutMs, context }),
    mark: async (content) => {
      const made = await createMarkFile(mark, content).catch((error: unknown) => {
        throw notWritable(control.home, error)
      })
      if (!made) throw alreadyMarked(told, await readMarkFile(mark))
    },
    readMark: () => readMarkFile(mark),
    // Its output goes to nobody any more, so it has ended.
    endAdmin: async () => {},
    unmark: () => rm(mark, { force: true }),
    openAdmin: (version) => openAdmin(control, version, context),
  }
}

async function openAdmin(
  { home, conf }: CommandControl,
  version: string,
  context: Context,
): Promise<AdminProgram> {
  const need = adminPrograms(version, join(home, 'bin'))
  const { folder, otherVersions } = await findFolder(need, context)
  if (folder === undefined) throw noProgram(version, otherVersions)
  const options: ProgramOptions = {
    signal: context.signal,
    environment: context.programEnvironment,
    ...(await ownerOfData(home)),
  }
  const command = (args: readonly string[]) => ({
    program: join(folder, 'neo4j-admin'),
    args,
    env: { NEO4J_HOME: home, NEO4J_CONF: conf },
  })
  return {
    run: (args) => runProgram(command(args), options),
    pipe: (args, output) => pipeProgram(command(args), output, options),
    [Symbol.asyncDispose]: async () => {},
  }
}

/** As root the admin program would leave files that the server's own user could not open any more. */
async function ownerOfData(home: string): Promise<{ readonly uid?: number; readonly gid?: number }> {
  if (process.getuid?.() !== 0) return {}
  const { uid, gid } = await stat(join(home, 'data')).catch(() => stat(home))
  return uid === 0 ? {} : { uid, gid }
}

function noProgram(version: string, otherVersions: readonly string[]): LifeboatError {
  return new LifeboatError({
    code: otherVersions.length > 0 ? 'program-version' : 'program-absent',
    what: `no neo4j-admin ${version} was found, and a dump is taken with the server's own`,
    ...(otherVersions.length === 0 ? {} : { why: otherVersions.join('; ') }),
    fix: 'correct control.home, or put the folder of neo4j-admin on the PATH',
  })
}

function notWritable(home: string, cause: unknown): LifeboatError {
  return new LifeboatError({
    code: 'privilege-missing',
    what: `the mark that Neo4j is stopped cannot be written to ${home}`,
    why: cause instanceof Error ? cause.message : String(cause),
    fix: 'run Lifeboat as the user of the Neo4j server, or let it write there; nothing was stopped',
    cause,
  })
}
