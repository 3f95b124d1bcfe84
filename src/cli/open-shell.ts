import { createInterface } from 'node:readline/promises'
import type { Configuration } from '../config/configuration.ts'
import type { Context } from '../core/context.ts'
import type { Secret } from '../core/secret.ts'
import type { Output } from './output/output.ts'
import type { Shell } from './shell.ts'
import type { VerbInput } from './verb.ts'

/** Where a verb runs: what it says goes to `output`, and `signal` stops it. */
export interface Surroundings {
  readonly output: Output
  readonly signal: AbortSignal
  readonly host: NodeJS.Process
  /** In place of the host's own. */
  readonly environment?: NodeJS.ProcessEnv
  readonly trigger?: Shell['trigger']
  readonly approval?: Shell['approval']
  /** Where others read along; otherwise every error is told as it is. */
  readonly tellable?: Shell['tellable']
  /** Is told every secret before anybody uses it, so that it can be masked. */
  readonly onReveal?: (secret: Secret) => void
}

/** The shell of one call; disposing it removes the run's private folder. */
export function openShell(input: VerbInput, surroundings: Surroundings): Shell & AsyncDisposable {
  const { output, signal, host, environment = host.env } = surroundings
  let context: Promise<Context & AsyncDisposable> | undefined
  let configuration: Promise<Configuration> | undefined
  const interactive = host.stdin.isTTY && host.stderr.isTTY
  const configFile = typeof input.options['config'] === 'string' ? input.options['config'] : undefined
  const shell: Shell = {
    environment,
    directory: host.cwd(),
    configFile,
    interactive,
    trigger: surroundings.trigger ?? { kind: 'manual' },
    approval: surroundings.approval ?? (() => Promise.resolve(undefined)),
    context: () => (context ??= makeContext({ ...surroundings, environment })),
    engineContext: async () => {
      const { engineContext } = await import('../runtime/engine-context.ts')
      return engineContext(await shell.context())
    },
    configuration: () => (configuration ??= readConfiguration(configFile, { ...surroundings, environment })),
    tellable: surroundings.tellable ?? ((error) => error),
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

type WithEnvironment = Surroundings & { readonly environment: NodeJS.ProcessEnv }

async function readConfiguration(
  path: string | undefined,
  { host, environment, onReveal }: WithEnvironment,
): Promise<Configuration> {
  const { loadConfiguration } = await import('../config/load.ts')
  return loadConfiguration({
    ...(path === undefined ? {} : { path }),
    ...(onReveal === undefined ? {} : { onReveal }),
    env: environment,
    directory: host.cwd(),
  })
}

async function makeContext({
  output,
  signal,
  environment,
}: WithEnvironment): Promise<Context & AsyncDisposable> {
  const { createContext } = await import('../runtime/context.ts')
  return createContext({ environment, reporter: output.reporter, signal })
}

async function askLine(question: string, signal: AbortSignal, host: NodeJS.Process): Promise<string> {
  const lines = createInterface({ input: host.stdin, output: host.stderr })
  try {
    return await lines.question(question, { signal })
  } finally {
    lines.close()
  }
}
