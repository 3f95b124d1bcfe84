import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { repositoryRoot } from '../lib/root.ts'
import { DemoFailed } from './demo-failed.ts'
import { command } from './terminal.ts'

const MAIN = join(repositoryRoot, 'src', 'cli', 'main.ts')
const KILL_AFTER_MS = 20_000

/** The command line of Lifeboat in the demo's project. */
export interface Lifeboat {
  /** Runs it as a user would and shows its own output. Throws `DemoFailed` when it ends with another exit code. */
  run(args: readonly string[], expected?: Expected): Promise<void>
}

interface Expected {
  /** Default: 0. */
  readonly exitCode?: number
  /** Typed in front of the command. */
  readonly variables?: Readonly<Record<string, string>>
}

export interface LifeboatPlace {
  readonly folder: string
  /** Where programs of the databases lie that are not on the PATH. */
  readonly folders: readonly string[]
  /** What the configuration refers to. */
  readonly variables: Readonly<Record<string, string>>
  readonly signal: AbortSignal
}

export function lifeboatIn({ folder, folders, variables: own, signal }: LifeboatPlace): Lifeboat {
  const environment = cleanEnvironment(folders, own)
  return {
    run: async (args, { exitCode = 0, variables = {} } = {}) => {
      signal.throwIfAborted()
      const assigned = Object.entries(variables).map(([name, value]) => `${name}=${value} `)
      command(`${assigned.join('')}lifeboat ${args.join(' ')}`)
      const child = spawn(process.execPath, [MAIN, ...args], {
        cwd: folder,
        stdio: ['ignore', 'inherit', 'inherit'],
        // A group of its own: of two signals, the terminal's and the demo's, the second would stop its cleaning up.
        detached: true,
        env: { ...environment, ...variables },
      })
      const code = await ended(child, signal)
      signal.throwIfAborted()
      if (code === exitCode) return
      throw new DemoFailed(`lifeboat ${args[0]} ended with exit code ${code} instead of ${exitCode}`)
    },
  }
}

/** Settings of the real Lifeboat on this computer must not reach the demo's. */
function cleanEnvironment(
  folders: readonly string[],
  variables: Readonly<Record<string, string>>,
): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(LIFEBOAT_|PG|GIT_)/.test(name))
  const PATH = [...folders, process.env['PATH']].filter((part) => part !== undefined).join(delimiter)
  return { ...Object.fromEntries(own), PATH, ...variables }
}

async function ended(child: ReturnType<typeof spawn>, signal: AbortSignal): Promise<number | null> {
  let patience: NodeJS.Timeout | undefined
  const stop = (): void => {
    child.kill('SIGTERM')
    patience = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS)
  }
  signal.addEventListener('abort', stop)
  try {
    const [code] = (await once(child, 'exit')) as [number | null]
    return code
  } finally {
    signal.removeEventListener('abort', stop)
    clearTimeout(patience)
  }
}
