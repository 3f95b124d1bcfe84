import * as core from '@actions/core'
import { parseCommandLine } from '../cli/command-line.ts'
import { describeError } from '../cli/output/describe-error.ts'
import { callVerb } from '../cli/run-verb.ts'
import { EXIT, LifeboatError, type ExitCode } from '../core/errors.ts'
import { readApproval } from './approval.ts'
import { deliver } from './deliver.ts'
import { readEvent, type Event } from './event.ts'
import { readInputs, type Inputs } from './inputs.ts'
import { createLog, type Log } from './log.ts'
import { masksOf } from './masks.ts'
import { refuseFork } from './refuse-fork.ts'
import { stopOnSignals } from './stop-on-signals.ts'
import { toArguments } from './to-arguments.ts'
import { unaskedSecrets } from './unasked-secrets.ts'
import { errorWithoutContent } from './without-content.ts'

/** Runs the command that the step's inputs name; resolves to the exit code of the step. */
export async function runAction(host: NodeJS.Process): Promise<number> {
  const event = readEvent(host.env)
  const log = createLog(core, event.isPublic)
  const stop = stopOnSignals(host)
  try {
    const inputs = readInputs((name) => core.getInput(name, { trimWhitespace: name !== 'env' }))
    for (const secret of unaskedSecrets(inputs)) mask(secret)
    // Also for libraries that read the process's own, such as that of a cloud.
    Object.assign(host.env, inputs.env)
    const exitCode = await runCommand({ inputs, event, log, signal: stop.signal, host })
    return await deliver({ inputs, event, heard: log.heard, exitCode, environment: host.env })
  } catch (error) {
    // Inputs that cannot be read name no command whose outputs and summary could be written.
    core.error(describeError(event.isPublic ? errorWithoutContent(error) : error), { title: 'lifeboat' })
    return error instanceof LifeboatError ? error.exitCode : EXIT.unexpected
  } finally {
    stop.release()
  }
}

interface Run {
  readonly inputs: Inputs
  readonly event: Event
  readonly log: Log
  readonly signal: AbortSignal
  readonly host: NodeJS.Process
}

async function runCommand({ inputs, event, log, signal, host }: Run): Promise<ExitCode> {
  const environment = environmentOf(inputs, host.env)
  const refuse = ({ code, what, why, fix, exitCode }: LifeboatError): ExitCode => {
    log.failure({ exitCode, error: { code, what, why, fix } }, what)
    return exitCode
  }
  try {
    refuseFork(event, inputs)
    return await parseCommandLine(toArguments(inputs), {
      run: (verb, input) =>
        callVerb(verb, input, {
          output: log,
          signal,
          host,
          environment,
          trigger: event.trigger,
          ...(event.isPublic ? { tellable: errorWithoutContent } : {}),
          approval: () => readApproval(inputs, host.env),
          onReveal: (secret) => mask(secret.reveal()),
        }),
      write: (text) => log.plain(text.trimEnd()),
      refuse: async (error) => {
        refuse(error)
      },
    })
  } catch (error) {
    if (error instanceof LifeboatError) return refuse(error)
    throw error
  }
}

/** What commands and secret sources see: the input's variables, the token under its usual name, no inputs, which hold them too. */
function environmentOf({ token, into }: Inputs, given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(given).filter(([name]) => !name.startsWith('INPUT_'))
  const environment: NodeJS.ProcessEnv = {
    ...Object.fromEntries(kept),
    ...(token === undefined ? {} : { GITHUB_TOKEN: token }),
  }
  if (into?.startsWith('env:') === true) mask(environment[into.slice('env:'.length)])
  return environment
}

function mask(secret: string | undefined): void {
  for (const form of masksOf(secret ?? '')) core.setSecret(form)
}
