import { Readable, type Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { LifeboatError } from '../core/errors.ts'
import type { Command, RunningProgram } from '../core/machine.ts'
import { explainEngineError, type Container } from './containers.ts'
import { splitDockerFrames } from './docker-frames.ts'
import { explainProgramError, programFailure, redact, revealEnvironment } from './program.ts'

const STDERR_TAIL_BYTES = 16 * 1024
const BUFFER_BYTES = 256 * 1024
const EXIT_POLL_MS = 10
/** What `sh` answers for a program that it cannot find. */
const NOT_FOUND = 127

/** A running container, and as whom programs run in it. */
export interface ContainerPlace {
  readonly container: Container
  readonly user: string
  /** A folder of that user for notes about running programs. */
  readonly notes: string
  readonly signal: AbortSignal
  /** A name not used before in this container. */
  readonly nextName: () => string
}

type Exec = Awaited<ReturnType<Container['exec']>>

interface Running {
  readonly exec: Exec
  readonly socket: Duplex
  readonly note: string
  stderr: Buffer
  inputError?: Error
}

/** Starts a program in a container; its environment goes with the request, never on a command line. */
export async function startInContainer(command: Command, place: ContainerPlace): Promise<RunningProgram> {
  const running = await attach(command, place)
  feed(running, command.stdin)
  const { stdout, ended } = read(running)
  // The end of the output makes `outcome` kill the program.
  const stop = (): void => {
    running.socket.destroy()
    stdout.destroy()
  }
  place.signal.addEventListener('abort', stop, { once: true })
  if (place.signal.aborted) stop()
  const finished = outcome(command, place, { running, ended }).finally(() => {
    place.signal.removeEventListener('abort', stop)
  })
  // The caller may read the output first and await the end later.
  finished.catch(() => undefined)
  return { stdout, finished }
}

/** Runs a program in a container to its end and returns what it printed. */
export async function runInContainer(
  command: Command,
  place: ContainerPlace,
): Promise<{ readonly stdout: string; readonly stderr: string }> {
  const { stdout, finished } = await startInContainer(command, place)
  const [chunks, { stderr }] = await Promise.all([stdout.toArray().catch(() => []), finished])
  return { stdout: Buffer.concat(chunks as Buffer[]).toString('utf8'), stderr }
}

/** The request of a program whose process number is noted, since the engine cannot kill what it started. */
export function notedProgram(command: Command, note: string): { Cmd: string[]; Env: string[] } {
  return {
    Cmd: ['sh', '-c', 'echo $$ >"$0"; exec "$@"', note, command.program, ...command.args],
    Env: Object.entries(revealEnvironment(command.env)).map(([name, value]) => `${name}=${value}`),
  }
}

/** Starts a program that nobody attaches to. */
export async function startDetached(exec: Exec): Promise<void> {
  // An answer that nobody reads keeps its connection, and with it this process, open for minutes.
  const answer = await exec.start({ Detach: true })
  answer.resume()
}

/** The exit code of a program that has ended or is about to. */
export async function exitCodeOf(exec: Exec): Promise<number> {
  for (;;) {
    const { Running, ExitCode } = await exec.inspect()
    if (!Running && ExitCode !== null) return ExitCode
    await sleep(EXIT_POLL_MS)
  }
}

async function attach(command: Command, place: ContainerPlace): Promise<Running> {
  const note = `${place.notes}/${place.nextName()}`
  try {
    const exec = await place.container.exec({
      ...notedProgram(command, note),
      User: place.user,
      AttachStdin: command.stdin !== undefined,
      AttachStdout: true,
      AttachStderr: true,
    })
    const socket = await exec.start({ hijack: true, stdin: true })
    // Whoever reads or writes hears of a broken connection; while nobody does it must not end this process.
    socket.on('error', () => undefined)
    return { exec, socket, note, stderr: Buffer.alloc(0) }
  } catch (error) {
    // Unread, a part would keep its volume, its unpacker and with them this process.
    if (command.stdin instanceof Readable) command.stdin.destroy()
    throw explainEngineError(error)
  }
}

/** A program may end before it has read all of its input; its exit code then tells, not the broken pipe. */
function feed(running: Running, content: Command['stdin']): void {
  if (content === undefined) return
  const source = typeof content === 'string' ? Readable.from([content]) : content
  source.once('error', (error) => {
    running.inputError = error
  })
  pipeline(source, running.socket).catch(() => running.socket.destroy())
}

function read(running: Running): { stdout: Readable; ended: Promise<void> } {
  const { promise: ended, resolve, reject } = Promise.withResolvers<void>()
  const keepTail = (chunk: Uint8Array): void => {
    running.stderr = Buffer.concat([running.stderr, chunk]).subarray(-STDERR_TAIL_BYTES)
  }
  const frames = async function* (): AsyncGenerator<Uint8Array> {
    try {
      yield* splitDockerFrames(running.socket as AsyncIterable<Uint8Array>, keepTail)
      resolve()
    } catch (error) {
      reject(error)
      throw error
    } finally {
      reject(new Error('the output was not read to its end'))
    }
  }
  ended.catch(() => undefined)
  const stdout = Readable.from(frames(), { objectMode: false, highWaterMark: BUFFER_BYTES })
  // A stream destroyed before its first read never enters the generator, and so not its `finally`.
  stdout.once('close', () => reject(new Error('the output was not read to its end')))
  return { stdout, ended }
}

async function outcome(
  command: Command,
  place: ContainerPlace,
  { running, ended }: { readonly running: Running; readonly ended: Promise<void> },
): Promise<{ readonly stderr: string }> {
  try {
    await ended.catch(async (error: unknown) => {
      // Whatever still runs would hold its locks for nobody.
      await killNoted(running.note, place)
      throw error
    })
    const code = await exitCodeOf(running.exec)
    place.signal.throwIfAborted()
    const stderr = redact(running.stderr.toString('utf8').trim(), command.env)
    if (code !== 0) throw failure(command, code, stderr)
    return { stderr }
  } catch (error) {
    throw explainProgramError(running.inputError ?? explainEngineError(error), command, place.signal)
  }
}

function failure(command: Command, code: number, stderr: string): LifeboatError {
  const error = programFailure(command, { code, signal: null }, stderr)
  if (code !== NOT_FOUND) return error
  return new LifeboatError({
    code: 'program-absent',
    what: `${command.program} is not in the container`,
    cause: error,
  })
}

/** Ends a noted program; one that has ended already is not an error. */
export async function killNoted(note: string, place: ContainerPlace, signal = 'KILL'): Promise<void> {
  const script = 'read -r pid <"$1" && kill -s "$2" "$pid"; [ "$2" != KILL ] || rm -f "$1"'
  const request = { Cmd: ['sh', '-c', script, 'sh', note, signal], User: place.user }
  await place.container
    .exec(request)
    .then(startDetached)
    .catch(() => undefined)
}
