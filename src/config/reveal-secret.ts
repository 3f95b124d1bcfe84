import { execFile } from 'node:child_process'
import { readFile, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { promisify } from 'node:util'
import { LifeboatError } from '../core/errors.ts'
import { Secret, type RevealSecret, type SecretReference } from '../core/secret.ts'
import type { Environment } from './environment/apply-variables.ts'

const COMMAND_TIMEOUT_MS = 30_000
const LARGEST_SECRET_BYTES = 64 * 1024
const OTHERS_CAN_READ = 0o077
/** Container platforms mount secrets here, readable by the container's users. */
const MOUNTED_SECRETS = /^\/(var\/)?run\/secrets\//

export interface RevealOptions {
  readonly environment: Environment
  /** Where relative paths of files begin, and where commands run. */
  readonly directory: string
  /** False for pull requests: their author could make a command print the secret. */
  readonly allowCommands: boolean
  /** Is told every secret before anybody has it, for logs that mask what they know. */
  readonly onReveal?: (secret: Secret) => void
}

/** What turns references into secrets. It throws `secret-missing`, naming the reference and never a value. */
export function createReveal(options: RevealOptions): RevealSecret {
  return async (reference) => {
    const text = await readReference(reference, options)
    const value = text.replace(/\r?\n$/, '')
    if (value === '') throw missing(reference, 'it is empty')
    const secret = new Secret(value)
    options.onReveal?.(secret)
    return secret
  }
}

/** False when a variable is unset or a file absent; a command is always taken to be there. */
export async function isPresent(
  reference: SecretReference,
  { environment, directory }: RevealOptions,
): Promise<boolean> {
  if ('env' in reference) return (environment[reference.env] ?? '') !== ''
  if ('command' in reference) return true
  return stat(resolve(directory, reference.file)).then(
    () => true,
    () => false,
  )
}

async function readReference(reference: SecretReference, options: RevealOptions): Promise<string> {
  if ('env' in reference) return readVariable(reference, options)
  if ('file' in reference) return readSecretFile(reference, options)
  return readCommand(reference, options)
}

function readVariable(reference: { readonly env: string }, { environment }: RevealOptions): string {
  const value = environment[reference.env]
  if (value === undefined) throw missing(reference, 'it is not set')
  return value
}

async function readSecretFile(
  reference: { readonly file: string },
  { directory }: RevealOptions,
): Promise<string> {
  const path = resolve(directory, reference.file)
  try {
    const { mode } = await stat(path)
    if ((mode & OTHERS_CAN_READ) !== 0 && !MOUNTED_SECRETS.test(path)) {
      throw missing(reference, 'others than its owner can read it', `chmod 600 ${reference.file}`)
    }
    return await readFile(path, 'utf8')
  } catch (error) {
    if (error instanceof LifeboatError) throw error
    throw missing(reference, (error as NodeJS.ErrnoException).code ?? 'it cannot be read')
  }
}

async function readCommand(
  reference: { readonly command: readonly string[] },
  { environment, directory, allowCommands }: RevealOptions,
): Promise<string> {
  if (!allowCommands) {
    throw missing(reference, 'commands are never run for pull requests', 'run this outside of a pull request')
  }
  const [program = '', ...args] = reference.command
  try {
    const { stdout } = await promisify(execFile)(program, args, {
      cwd: directory,
      env: { ...environment },
      timeout: COMMAND_TIMEOUT_MS,
      maxBuffer: LARGEST_SECRET_BYTES,
    })
    return stdout
  } catch (error) {
    throw missing(reference, failure(error as CommandFailure))
  }
}

interface CommandFailure {
  readonly code?: string | number
  readonly killed?: boolean
}

/** The error of a failed command holds its output, and so perhaps the secret: only its kind is told. */
function failure({ code, killed }: CommandFailure): string {
  if (code === 'ERR_CHILD_PROCESS_STDIO_MAXBUFFER') return 'its output is too long for a secret'
  if (killed === true) return `it took longer than ${COMMAND_TIMEOUT_MS / 1000} seconds`
  return typeof code === 'number'
    ? `it ended with code ${code}`
    : `it could not be started (${code ?? 'unknown'})`
}

function missing(reference: SecretReference, why: string, fix?: string): LifeboatError {
  const [what, usual] = words(reference)
  return new LifeboatError({ code: 'secret-missing', what: `No secret from ${what}`, why, fix: fix ?? usual })
}

function words(reference: SecretReference): [what: string, fix: string] {
  if ('env' in reference) return [`the variable ${reference.env}`, `set ${reference.env}`]
  if ('file' in reference) return [`the file ${reference.file}`, 'write the secret there, with mode 600']
  const program = reference.command[0] ?? ''
  return [`the command ${program}`, `run ${program} yourself and see what it says`]
}
