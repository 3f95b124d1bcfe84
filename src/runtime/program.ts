import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { Socket } from 'node:net'
import { Readable, type Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { LifeboatError } from '../core/errors.ts'
import type { Command, RunningProgram } from '../core/machine.ts'
import { Secret } from '../core/secret.ts'

const STDERR_TAIL_BYTES = 16 * 1024
const KILL_AFTER_MS = 5000

export interface ProgramOptions {
  readonly signal: AbortSignal
  /** What the program inherits; nothing else of this process's environment does. */
  readonly environment: Readonly<Record<string, string>>
  readonly uid?: number
  readonly gid?: number
  readonly cwd?: string
}

export interface ProgramOutput {
  readonly stdout: string
  readonly stderr: string
}

/** Starts a program and hands back its output as a stream; see `RunningProgram`. */
export function startProgram(command: Command, options: ProgramOptions): RunningProgram {
  const child = launch(command, options, 'pipe')
  if (child.stdout === null) throw new Error('a piped child has a stdout')
  const end = finished(child, command, options)
  // The caller may read the output first and await the end later.
  end.catch(() => undefined)
  return { stdout: child.stdout, finished: end }
}

/** Runs a program to its end and returns what it printed. Throws `program-failed`, `program-absent` or `cancelled`. */
export async function runProgram(command: Command, options: ProgramOptions): Promise<ProgramOutput> {
  const { stdout, finished: end } = startProgram(command, options)
  const [chunks, { stderr }] = await Promise.all([stdout.toArray() as Promise<Buffer[]>, end])
  return { stdout: Buffer.concat(chunks).toString('utf8'), stderr }
}

/** Runs a program whose output goes into `output`, which is handed over when it is another child's stdin. */
export async function pipeProgram(
  command: Command,
  output: Writable,
  options: ProgramOptions & { readonly leaveOpen?: boolean },
): Promise<{ readonly stderr: string }> {
  if (isPipeOfChild(output)) {
    const child = launch(command, options, output)
    const end = finished(child, command, options)
    // The child holds its own copy; ours must go, or the reader never sees the end.
    if (options.leaveOpen !== true) output.destroy()
    return end
  }
  const running = startProgram(command, options)
  const [, end] = await Promise.all([
    pipeline(running.stdout, output, { end: options.leaveOpen !== true }),
    running.finished,
  ])
  return end
}

function isPipeOfChild(output: Writable): output is Socket {
  return output instanceof Socket && output.writableLength === 0 && output.bytesWritten === 0
}

function launch(command: Command, options: ProgramOptions, stdout: 'pipe' | Socket): ChildProcess {
  const child = spawn(command.program, command.args, {
    stdio: [command.stdin === undefined ? 'ignore' : 'pipe', stdout, 'pipe'],
    env: { ...options.environment, ...revealEnvironment(command.env) },
    ...(options.uid === undefined ? {} : { uid: options.uid }),
    ...(options.gid === undefined ? {} : { gid: options.gid }),
    ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
  })
  return child
}

/** A program may end before it has read all of its input: its exit code tells then. An input that broke off is our failure. */
async function feed(child: ChildProcess, content: Command['stdin']): Promise<void> {
  const { stdin } = child
  if (content === undefined || stdin === null) return
  const source = typeof content === 'string' ? Readable.from([content]) : content
  let broken: Error | undefined
  source.once('error', (error) => {
    if (stdin.destroyed) return
    broken = error
    // At the end of its input the program would take what came for the whole.
    child.kill('SIGKILL')
  })
  await pipeline(source, stdin).catch(() => stdin.destroy())
  if (broken !== undefined) throw broken
}

async function finished(
  child: ChildProcess,
  command: Command,
  options: ProgramOptions,
): Promise<{ readonly stderr: string }> {
  const stop = stopOnAbort(child, options.signal)
  const stderr = collectTail(child.stderr)
  const fed = feed(child, command.stdin)
  fed.catch(() => undefined)
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, NodeJS.Signals | null]
    // A stopped program's own children may hold its output open for long.
    options.signal.throwIfAborted()
    const text = redact(await stderr, command.env)
    options.signal.throwIfAborted()
    await fed
    if (code !== 0) throw programFailure(command, { code, signal }, text)
    return { stderr: text }
  } catch (error) {
    stderr.catch(() => undefined)
    child.stderr?.destroy()
    throw explainProgramError(error, command, options.signal)
  } finally {
    stop()
  }
}

function stopOnAbort(child: ChildProcess, signal: AbortSignal): () => void {
  let timer: NodeJS.Timeout | undefined
  const stop = (): void => {
    child.kill('SIGTERM')
    timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS)
  }
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  return () => {
    signal.removeEventListener('abort', stop)
    clearTimeout(timer)
  }
}

async function collectTail(stream: Readable | null): Promise<string> {
  let tail = Buffer.alloc(0)
  if (stream === null) return ''
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    tail = Buffer.concat([tail, chunk]).subarray(-STDERR_TAIL_BYTES)
  }
  return tail.toString('utf8').trim()
}

/** The plain environment of a child program; secrets are read here and nowhere earlier. */
export function revealEnvironment(env: Command['env']): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env ?? {}).map(([name, value]) => [
      name,
      value instanceof Secret ? value.reveal() : value,
    ]),
  )
}

/** A program may repeat its environment in an error message. */
export function redact(text: string, env: Command['env']): string {
  const secrets = Object.values(env ?? {}).filter((value) => value instanceof Secret)
  return secrets.reduce((clean, secret) => {
    const value = secret.reveal()
    return value === '' ? clean : clean.replaceAll(value, '***')
  }, text)
}

/** A program that ran and did not end with code 0. */
export function programFailure(
  command: Command,
  exit: { readonly code: number | null; readonly signal: NodeJS.Signals | null },
  stderr: string,
): LifeboatError {
  const how = exit.signal === null ? `ended with code ${exit.code}` : `was killed by ${exit.signal}`
  return new LifeboatError({
    code: 'program-failed',
    what: `${baseName(command.program)} ${how}`,
    ...(stderr === '' ? {} : { why: stderr }),
  })
}

/** What went wrong with a program, said as `cancelled` or `program-absent` where it is that. */
export function explainProgramError(error: unknown, command: Command, signal: AbortSignal): unknown {
  if (signal.aborted) {
    return signal.reason instanceof LifeboatError
      ? signal.reason
      : new LifeboatError({ code: 'cancelled', what: 'cancelled', cause: signal.reason })
  }
  if ((error as NodeJS.ErrnoException).code === 'ENOENT') {
    return new LifeboatError({
      code: 'program-absent',
      what: `${baseName(command.program)} was not found`,
      fix: `install ${baseName(command.program)}, or put its folder on the PATH`,
      cause: error,
    })
  }
  return error
}

function baseName(program: string): string {
  return program.slice(program.lastIndexOf('/') + 1)
}
