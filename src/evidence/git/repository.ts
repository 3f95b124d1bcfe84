import { existsSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { Readable } from 'node:stream'
import type { Context } from '../../core/context.ts'
import { isLifeboatError, LifeboatError } from '../../core/errors.ts'
import type { Command, RunningProgram } from '../../core/machine.ts'
import { runProgram, startProgram } from '../../runtime/program.ts'

/** Hooks and index features of the user's configuration have no place in plumbing that must touch nothing else. */
const PLAIN = ['core.hooksPath=/dev/null', 'core.fsmonitor=false', 'core.splitIndex=false', 'gc.auto=0']

interface GitInput {
  readonly stdin?: string | Readable
  readonly env?: Readonly<Record<string, string>>
}

/** A git repository, reached by its plumbing only. */
export interface Repository {
  /** For people. */
  readonly directory: string
  /** Runs git to its end; returns what it printed. Throws `program-failed`. */
  run(args: readonly string[], input?: GitInput): Promise<string>
  /** As `run`, but undefined when git says no by its exit code. */
  ask(args: readonly string[], input?: GitInput): Promise<string | undefined>
  /** Starts git and hands over what it prints as it comes. */
  start(args: readonly string[], input?: GitInput): RunningProgram
}

/** Opens the repository that `directory` lies in, bare or not. Throws `config-invalid` when there is none. */
export async function openRepository(directory: string, context: Context): Promise<Repository> {
  const repository = await findRepository(directory, context)
  if (repository === undefined) throw noRepository(directory)
  return repository
}

/**
 * As `openRepository`, but undefined when there is none. Throws `program-absent` without git, and `config-invalid` for a
 * repository that git refuses to read.
 */
export async function findRepository(directory: string, context: Context): Promise<Repository | undefined> {
  const options = { signal: context.signal, environment: context.programEnvironment }
  const asked = command(['-C', directory], ['rev-parse', '--absolute-git-dir'], {})
  const found = await runProgram(asked, options).catch((error: unknown) => {
    if (!isLifeboatError(error, 'program-failed')) throw error
    if (saysNone(error) && !liesBelowGit(directory)) return undefined
    throw unreadable(directory, error)
  })
  if (found === undefined) return undefined
  const place = [`--git-dir=${found.stdout.trim()}`]
  const run = async (args: readonly string[], input: GitInput = {}): Promise<string> =>
    (await runProgram(command(place, args, input), options)).stdout
  return {
    directory,
    run,
    ask: (args, input) => refusal(run(args, input)),
    start: (args, input = {}) => startProgram(command(place, args, input), options),
  }
}

function command(place: readonly string[], args: readonly string[], input: GitInput): Command {
  const settings = PLAIN.flatMap((setting) => ['-c', setting])
  return { program: 'git', args: [...place, ...settings, '--no-replace-objects', ...args], ...input }
}

async function refusal<T>(running: Promise<T>): Promise<T | undefined> {
  try {
    return await running
  } catch (error) {
    if (isLifeboatError(error, 'program-failed')) return undefined
    throw error
  }
}

/** Programs speak English here, see `programEnvironment`. */
function saysNone({ why }: LifeboatError): boolean {
  return why?.includes('not a git repository') === true
}

/** Git also calls a damaged repository none. */
function liesBelowGit(directory: string): boolean {
  const folder = resolve(directory)
  if (existsSync(join(folder, '.git'))) return true
  return dirname(folder) !== folder && liesBelowGit(dirname(folder))
}

function unreadable(directory: string, cause: LifeboatError): LifeboatError {
  return new LifeboatError({
    code: 'config-invalid',
    what: `git cannot read the repository that ${directory} lies in`,
    ...(cause.why === undefined ? {} : { why: cause.why }),
    fix: 'mend it, or allow it with git config safe.directory when it belongs to another user',
    cause,
  })
}

function noRepository(directory: string): LifeboatError {
  return new LifeboatError({
    code: 'config-invalid',
    what: `${directory} lies in no git repository`,
    fix: 'run inside the repository that publishes the evidence, or make one with: git init',
  })
}
