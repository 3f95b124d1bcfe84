import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, type WriteStream } from 'node:fs'
import { pipeline as connect, Transform, type Readable, type Writable } from 'node:stream'
import { finished, pipeline } from 'node:stream/promises'
import type { Context } from '../core/context.ts'
import type { Producer } from '../core/engine.ts'
import { LifeboatError } from '../core/errors.ts'
import { cancelled } from './cancelled.ts'
import { openKernelPipe } from './kernel-pipe.ts'

const STDERR_TAIL_CHARACTERS = 4096
const BROKEN_PIPE = new Set(['EPIPE', 'ECONNRESET', 'ERR_STREAM_PREMATURE_CLOSE', 'ERR_STREAM_DESTROYED'])

export type FilterContext = Pick<Context, 'signal' | 'programEnvironment' | 'workDir'>

export interface FilterCommand {
  readonly program: string
  readonly args: readonly string[]
  /** What an exit code of the program's own choosing means; being killed, and what this does not know, is `program-failed`. */
  readonly refusal?: (stderr: string, code: number) => LifeboatError | undefined
}

/**
 * Runs `content` through a program. What it returns ends only when the content was whole and the program exited with 0;
 * destroying it kills the program. Undefined when there is no such program.
 */
export function startFilter(
  command: FilterCommand,
  content: Readable | Producer,
  context: FilterContext,
): Readable | undefined {
  const started = start(command, content, { stdout: 'pipe', context })
  const output = started?.child.stdout
  if (started === undefined || output == null) return undefined
  return untilWhole(output, started.whole, () => started.child.kill('SIGKILL'))
}

/**
 * Runs `content` through a program that writes into a file, and closes it; false, with nothing done, when there is no such program.
 * Rejects as reading from `startFilter` does, or with what the file could not be opened for; `content` has ended in either case.
 */
export async function filterInto(
  command: FilterCommand,
  content: Readable,
  { file, context }: { readonly file: WriteStream; readonly context: FilterContext },
): Promise<boolean> {
  let started: Started | undefined
  try {
    if (file.errored !== null) throw file.errored
    if (file.pending) await once(file, 'open')
    started = start(command, content, { stdout: file, context })
    if (started === undefined) return false
    await started.whole
    file.end()
    await finished(file)
  } catch (error) {
    started?.child.kill('SIGKILL')
    content.destroy()
    file.destroy(error as Error)
    throw error
  }
  return true
}

interface Started {
  readonly child: ChildProcess
  /** Resolves once all of the content has gone through. */
  readonly whole: Promise<void>
}

function start(
  command: FilterCommand,
  content: Readable | Producer,
  { stdout, context }: { readonly stdout: 'pipe' | WriteStream; readonly context: FilterContext },
): Started | undefined {
  // Only what another program writes is worth a pipe of its own.
  const pipe = typeof content === 'function' ? openKernelPipe(context) : undefined
  const child = spawn(command.program, command.args, {
    stdio: [pipe?.readEnd ?? 'pipe', stdout, 'pipe'],
    env: { ...context.programEnvironment },
    signal: context.signal,
    killSignal: 'SIGKILL',
  })
  child.on('error', () => undefined)
  if (pipe !== undefined) closeSync(pipe.readEnd)
  const input = pipe?.input ?? child.stdin
  if (child.pid === undefined || input === null) {
    input?.destroy()
    return undefined
  }
  // A program that ends early breaks the pipe; its exit tells why.
  input.on('error', () => undefined)
  const exited = exit(child, command, context.signal)
  return { child, whole: bothEnds(feed(content, input), exited) }
}

/** Writes `content` into `input` and ends it; rejects, and destroys it, when the content was not whole. */
export async function feed(content: Readable | Producer, input: Writable): Promise<void> {
  try {
    if (typeof content === 'function') await content(input)
    else await pipeline(content, input)
    if (!input.destroyed) input.end()
  } catch (error) {
    input.destroy(error as Error)
    throw error
  }
}

/** The bytes of `output`, ending only after `whole` has resolved; `stop` ends what makes them. */
export function untilWhole(output: Readable, whole: Promise<unknown>, stop: () => void): Readable {
  whole.catch(() => undefined)
  const gate = new Transform({
    transform: (chunk, _encoding, done) => done(null, chunk),
    flush: (done) => {
      whole.then(() => done(), done)
    },
    destroy: (error, done) => {
      stop()
      done(error)
    },
  })
  return connect(output, gate, () => undefined)
}

/** The first failure wins, except that a broken pipe is only the consequence of the program's end. */
async function bothEnds(feeding: Promise<void>, exited: Promise<void>): Promise<void> {
  const pipeBroke = feeding.then(
    () => undefined,
    (error: NodeJS.ErrnoException) => {
      if (BROKEN_PIPE.has(error.code ?? '')) return error
      throw error
    },
  )
  const [broken] = await Promise.all([pipeBroke, exited])
  if (broken !== undefined) throw broken
}

async function exit(child: ChildProcess, command: FilterCommand, signal: AbortSignal): Promise<void> {
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    stderr = (stderr + text).slice(-STDERR_TAIL_CHARACTERS)
  })
  const ended = once(child, 'close') as Promise<[number | null, NodeJS.Signals | null]>
  const [code, killedBy] = await ended.catch((error: unknown) => {
    throw signal.aborted ? cancelled(signal) : error
  })
  if (code === 0) return
  if (signal.aborted) throw cancelled(signal)
  const refused = code === null ? undefined : command.refusal?.(stderr.trim(), code)
  if (refused !== undefined) throw refused
  throw new LifeboatError({
    code: 'program-failed',
    what: `${command.program} ${killedBy === null ? `ended with code ${code}` : `was killed by ${killedBy}`}`,
    ...(stderr === '' ? {} : { why: stderr.trim() }),
  })
}
