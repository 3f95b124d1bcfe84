import { EXIT, LifeboatError, type ExitCode } from '../core/errors.ts'
import { describeError } from './output/describe-error.ts'
import { createOutput, type Output } from './output/output.ts'
import { openShell, type Surroundings } from './open-shell.ts'
import type { Verb, VerbInput } from './verb.ts'

/** Longer than a drill waits for its engine and then needs to destroy the sandbox; sweep removes what is left after it. */
const GRACE_MS = 60_000

/** Runs one verb for whoever sits at this process: signals stop it. */
export async function runVerb(verb: Verb, input: VerbInput, host: NodeJS.Process): Promise<ExitCode> {
  const stop = new AbortController()
  const release = abortOnSignals(stop, host)
  try {
    const output = await createOutput(input.options['json'] === true, host)
    return await callVerb(verb, input, { output, signal: stop.signal, host })
  } finally {
    release()
  }
}

/** Calls a verb: the only place that turns an outcome or an error into text and an exit code. */
export async function callVerb(verb: Verb, input: VerbInput, surroundings: Surroundings): Promise<ExitCode> {
  const { output, tellable = (error: unknown) => error } = surroundings
  try {
    await using shell = openShell(input, surroundings)
    const outcome = await verb.run(input, shell)
    output.result({ verb: verb.name, exitCode: outcome.exitCode, ...outcome.result }, outcome.text)
    return outcome.exitCode
  } catch (error) {
    return reportError(verb, tellable(error), output)
  }
}

function reportError(verb: Verb, error: unknown, output: Output): ExitCode {
  const exitCode = error instanceof LifeboatError ? error.exitCode : EXIT.unexpected
  const code = error instanceof LifeboatError ? error.code : 'unexpected'
  const details = error instanceof LifeboatError ? { why: error.why, fix: error.fix } : {}
  const what = error instanceof LifeboatError ? error.what : String(error)
  output.failure({ verb: verb.name, exitCode, error: { code, what, ...details } }, describeError(error))
  return exitCode
}

/** The first signal stops the run in good order; the second, or the end of the grace period, gives up waiting. */
function abortOnSignals(stop: AbortController, host: NodeJS.Process): () => void {
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const
  const onSignal = (signal: NodeJS.Signals): void => {
    if (stop.signal.aborted) host.exit(EXIT.cancelled)
    // Also for what keeps the process alive after the run has ended with an exit code of its own.
    setTimeout(() => host.exit(host.exitCode ?? EXIT.cancelled), GRACE_MS).unref()
    stop.abort(new LifeboatError({ code: 'cancelled', what: `cancelled by ${signal}` }))
  }
  for (const signal of signals) host.on(signal, onSignal)
  return () => {
    for (const signal of signals) host.off(signal, onSignal)
  }
}
