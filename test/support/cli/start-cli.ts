import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'

const MAIN = new URL('../../../src/cli/main.ts', import.meta.url).pathname

/** One line of `--json`: an event, or the result. */
type CliLine = Readonly<Record<string, unknown>>

export interface CliEnd {
  /** Null when a signal ended it. */
  readonly exitCode: number | null
  readonly lines: readonly CliLine[]
  /** The last line: the result. */
  readonly result: CliLine
  readonly stdout: string
  readonly stderr: string
}

/** The command line as a process of its own. */
export interface StartedCli {
  readonly process: ChildProcess
  readonly ended: Promise<CliEnd>
  /** Resolves at the first line that the test waits for; rejects when the process ends before. */
  seen(wanted: (line: CliLine) => boolean): Promise<CliLine>
}

export interface CliPlace {
  readonly directory: string
  readonly environment: Readonly<Record<string, string>>
  /** A program with arguments that becomes the command line, such as one that enters a namespace first. */
  readonly launcher?: readonly string[]
}

/** Starts `lifeboat … --json`. */
export function startCli(args: readonly string[], place: CliPlace): StartedCli {
  const { directory, environment, launcher = [] } = place
  const [program, ...rest] = [...launcher, process.execPath, MAIN, ...args, '--json']
  const child = spawn(program, rest, {
    cwd: directory,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const lines: CliLine[] = []
  const raw: string[] = []
  const stderr = text(child.stderr)
  const reading = createInterface({ input: child.stdout })
  reading.on('line', (line) => {
    raw.push(line)
    lines.push(JSON.parse(line) as CliLine)
    child.emit('line')
  })
  const ended = Promise.all([stderr, once(reading, 'close'), once(child, 'exit')]).then(
    ([words, , [exitCode]]): CliEnd => ({
      exitCode: exitCode as number | null,
      lines,
      result: lines.at(-1) ?? {},
      stdout: raw.join('\n'),
      stderr: words,
    }),
  )
  return { process: child, ended, seen: (wanted) => firstLine({ child, lines, ended }, wanted) }
}

/** Runs `lifeboat … --json` to its end. */
export function runCli(args: readonly string[], place: CliPlace): Promise<CliEnd> {
  return startCli(args, place).ended
}

interface Lines {
  readonly child: ChildProcess
  readonly lines: readonly CliLine[]
  readonly ended: Promise<CliEnd>
}

async function firstLine(
  { child, lines, ended }: Lines,
  wanted: (line: CliLine) => boolean,
): Promise<CliLine> {
  const found = Promise.withResolvers<CliLine>()
  const look = (): void => {
    const line = lines.find(wanted)
    if (line !== undefined) found.resolve(line)
  }
  child.on('line', look)
  look()
  const never = ended.then(({ exitCode, stdout, stderr }): never => {
    throw new Error(`ended with ${exitCode} before that:\n${stdout}\n${stderr}`)
  })
  try {
    return await Promise.race([found.promise, never])
  } finally {
    child.off('line', look)
  }
}
