import { createInterface } from 'node:readline/promises'
import type { Configuration } from '../config/configuration.ts'
import type { Context } from '../core/context.ts'
import type { Output } from './output/output.ts'
import type { Shell } from './shell.ts'
import type { VerbInput } from './verb.ts'

export interface ShellParts {
  readonly input: VerbInput
  readonly output: Output
  readonly signal: AbortSignal
  readonly host: NodeJS.Process
}

/** The shell of one call; disposing it removes the run's private folder. */
export function openShell({ input, output, signal, host }: ShellParts): Shell & AsyncDisposable {
  let context: Promise<Context & AsyncDisposable> | undefined
  let configuration: Promise<Configuration> | undefined
  const interactive = host.stdin.isTTY && host.stderr.isTTY
  const configFile = typeof input.options['config'] === 'string' ? input.options['config'] : undefined
  const shell: Shell = {
    environment: host.env,
    directory: host.cwd(),
    configFile,
    interactive,
    context: () => (context ??= makeContext(output, signal, host)),
    engineContext: async () => {
      const { engineContext } = await import('../runtime/engine-context.ts')
      return engineContext(await shell.context())
    },
    configuration: () => (configuration ??= readConfiguration(configFile, host)),
    say: (text) => output.say(text),
    ask: (question) => (interactive ? askLine(question, signal, host) : Promise.resolve(undefined)),
  }
  return {
    ...shell,
    [Symbol.asyncDispose]: async () => {
      if (context !== undefined) await (await context)[Symbol.asyncDispose]()
    },
  }
}

async function readConfiguration(path: string | undefined, host: NodeJS.Process): Promise<Configuration> {
  const { loadConfiguration } = await import('../config/load.ts')
  return loadConfiguration({
    ...(path === undefined ? {} : { path }),
    env: host.env,
    directory: host.cwd(),
  })
}

async function makeContext(
  output: Output,
  signal: AbortSignal,
  host: NodeJS.Process,
): Promise<Context & AsyncDisposable> {
  const { createContext } = await import('../runtime/context.ts')
  return createContext({ environment: host.env, reporter: output.reporter, signal })
}

async function askLine(question: string, signal: AbortSignal, host: NodeJS.Process): Promise<string> {
  const lines = createInterface({ input: host.stdin, output: host.stderr })
  try {
    return await lines.question(question, { signal })
  } finally {
    lines.close()
  }
}
