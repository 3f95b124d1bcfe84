import { chown, lchown, mkdir, rm, statfs } from 'node:fs/promises'
import { basename, delimiter, join } from 'node:path'
import type { Context } from '../core/context.ts'
import { isLifeboatError, LifeboatError } from '../core/errors.ts'
import type { Command, Machine, ProgramNeed, Tools } from '../core/machine.ts'
import { findFolder } from './find-tools.ts'
import { writePrivateFile } from './local-tools.ts'
import { openNamespace, type Namespace } from './namespace.ts'
import { openProcessPort } from './process-port.ts'
import { processServer } from './process-server.ts'
import { pipeProgram, runProgram, startProgram, type ProgramOptions } from './program.ts'
import { removeSandboxNote, writeSandboxNote } from './sandbox-note.ts'
import { sandboxUser, type SandboxUser } from './sandbox-user.ts'

/** A unix socket's path may hold some 100 bytes; the server adds its own file name to the folder. */
const LONGEST_FOLDER = 64

/**
 * A sandbox of this computer's own programs: a private folder, and processes in an empty network where this user may make one.
 * Throws `program-absent` or `program-version`.
 */
export async function processMachine(need: ProgramNeed, context: Context): Promise<Machine> {
  const folder = await programFolder(need, context)
  const user = await sandboxUser()
  await using undo = new AsyncDisposableStack()
  const root = await makeFolders(user, context, undo)
  const space = undo.use(await openNamespace(user, context))
  const noted = noter(root, context)
  if (space.anchor !== undefined) await noted(space.anchor)
  const environment = {
    ...context.programEnvironment,
    PATH: [folder, context.programEnvironment['PATH']].join(delimiter),
  }
  const home = join(root, 'home')
  const options: ProgramOptions = {
    signal: context.signal,
    environment: { ...environment, HOME: home },
    cwd: '/',
    ...(space.isolation === 'none' ? user : {}),
  }
  const { [Symbol.asyncDispose]: endServer, ...server } = processServer({
    log: join(root, 'server.log'),
    options,
    wrapped: space.isolation !== 'none',
    started: noted,
  })
  undo.defer(endServer)
  const ports = undo.use(new AsyncDisposableStack())
  const kept = undo.move()
  return {
    kind: 'process',
    description: `local ${folder}`,
    reach: { kind: 'socket', directory: home },
    home,
    isolation: space.isolation,
    openPort: async (preferred) => ports.use(await openProcessPort(preferred, space, context)),
    ...programs(space, options),
    ...files(join(root, 'files'), user),
    ...server,
    startServer: (command) => server.startServer(space.enter(command)),
    ranOutOfMemory: async () => (await server.serverExit())?.outOfMemory === true,
    freeBytes: async () => {
      const { bavail, bsize } = await statfs(home)
      return bavail * bsize
    },
    [Symbol.asyncDispose]: () => kept.disposeAsync(),
  }
}

async function programFolder(need: ProgramNeed, context: Context): Promise<string> {
  const { folder, otherVersions } = await findFolder(need, context)
  if (folder !== undefined) return folder
  throw new LifeboatError({
    code: otherVersions.length > 0 ? 'program-version' : 'program-absent',
    what: `no ${need.programs.join(', ')} of ${need.product} was found here`,
    ...(otherVersions.length === 0 ? {} : { why: otherVersions.join('; ') }),
    fix: `install ${need.product}, or drill with provider: container`,
  })
}

async function makeFolders(
  user: SandboxUser | undefined,
  context: Context,
  undo: AsyncDisposableStack,
): Promise<string> {
  const name = `lb-${Buffer.from(context.random.bytes(6)).toString('hex')}`
  const parent = context.programEnvironment['TMPDIR'] ?? '/tmp'
  const root = join(parent.length > LONGEST_FOLDER ? '/tmp' : parent, name)
  await writeSandboxNote(context.workDir, name, { folder: root, pids: [] })
  undo.defer(() => removeSandboxNote(context.workDir, name))
  // The server's user may pass through here and own what lies below, nothing else.
  await mkdir(root, { mode: user === undefined ? 0o700 : 0o711 })
  undo.defer(() => rm(root, { recursive: true, force: true }))
  for (const below of ['home', 'files']) {
    await mkdir(join(root, below), { mode: 0o700 })
    if (user !== undefined) await chown(join(root, below), user.uid, user.gid)
  }
  return root
}

/** Adds a process to what sweep must end. */
function noter(root: string, context: Context): (pid: number) => Promise<void> {
  const pids: number[] = []
  return (pid) => {
    pids.push(pid)
    return writeSandboxNote(context.workDir, basename(root), { folder: root, pids })
  }
}

function programs(space: Namespace, options: ProgramOptions): Pick<Tools, 'run' | 'stream' | 'pipe'> {
  return {
    run: (command) => runProgram(space.enter(command), options).catch(named(command)),
    stream: async (command) => {
      const { stdout, finished } = startProgram(space.enter(command), options)
      const end = finished.catch(named(command))
      end.catch(() => undefined)
      return { stdout, finished: end }
    },
    pipe: (command, output, given) =>
      pipeProgram(space.enter(command), output, { ...options, ...given }).catch(named(command)),
  }
}

/** Says the program's own name where the wrapper's would be said. */
function named(command: Command): (error: unknown) => never {
  return (error) => {
    if (!isLifeboatError(error, 'program-failed')) throw error
    const absent = error.why?.startsWith('setpriv: failed to execute') === true
    throw new LifeboatError({
      code: absent ? 'program-absent' : 'program-failed',
      what: absent
        ? `${command.program} was not found`
        : error.what.replace('nsenter', basename(command.program)),
      ...(error.why === undefined ? {} : { why: error.why }),
      cause: error,
    })
  }
}

function files(folder: string, user: SandboxUser | undefined): Pick<Tools, 'writeFile' | 'removeFile'> {
  return {
    writeFile: async (name, content) => {
      const path = join(folder, name)
      try {
        await writePrivateFile(path, content)
        if (user !== undefined) await lchown(path, user.uid, user.gid)
      } catch (error) {
        await rm(path, { force: true })
        throw error
      }
      return path
    },
    removeFile: (path) => rm(path, { force: true }),
  }
}
